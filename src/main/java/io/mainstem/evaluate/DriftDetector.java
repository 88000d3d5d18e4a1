package io.mainstem.evaluate;

import io.mainstem.spec.DriftSpec;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Looks through a stream of numbers for a change of their mean. It needs to know neither their scale nor how they are
 * spread: changes are measured in standard deviations of what came before. A number that lies wildly off counts for little,
 * one that is not finite, or beyond 1e100, for nothing; where each resembles the one before it, more of them are needed.
 * Memory is constant, and {@link #add} allocates nothing. Not thread-safe.
 */
public sealed interface DriftDetector extends Saved permits Adwin, PageHinkley {

    /** Which changes are to be told. After one of the other kind a detector takes what is new for the usual, and says nothing. */
    enum Direction {
        RISE,
        BOTH
    }

    /** Of that kind; empty where there is to be none. */
    static Optional<DriftDetector> of(DriftSpec.Detector kind, Direction direction) {
        return switch (kind) {
            case NONE -> Optional.empty();
            case ADWIN -> Optional.of(new Adwin(direction));
            case PAGE_HINKLEY -> Optional.of(new PageHinkley(direction));
        };
    }

    /**
     * Takes the next number.
     *
     * @return whether the mean has changed, in a direction that is to be told
     */
    boolean add(double value);

    /** Begins anew, as if no number had come yet. */
    void reset();

    /** In records. */
    String name();

    /** The mean before the last change that was told; NaN while there was none. */
    double before();

    /** The mean since then, as far as it was known when it was told. */
    double after();

    /** By how many standard deviations it moved, with its sign. */
    double size();

    @Override
    int stateBytes();

    @Override
    void write(ByteBuffer out);

    @Override
    void read(ByteBuffer in);
}

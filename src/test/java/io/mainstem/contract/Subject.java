package io.mainstem.contract;

import java.util.List;
import java.util.Optional;

/**
 * One kind of thing that learns or measures as a stream goes, and the streams that the contract drives it with.
 *
 * @param <I> what it takes, one at a time
 */
public interface Subject<I> {

    String name();

    /** One that has taken nothing. */
    Instance<I> create(long seed);

    /** The n-th input of that seed's stream, made anew by each call: a second call tells what the first one gave. */
    I input(long seed, int n);

    /** Inputs that leave the state as it is; none where everything that can be taken counts. */
    default List<I> nothings(long seed) {
        return List.of();
    }

    /** An input whose {@link Instance#loss} falls as it is taken again and again; none where nothing is to fall. */
    default Optional<I> lesson(long seed) {
        return Optional.empty();
    }

    /** Each a course after which, refused or learned, it has to learn as before; none where nothing goes wrong for good. */
    default List<List<I>> trials(long seed) {
        return List.of();
    }

    /** Whether one of another seed starts from another state. */
    default boolean isSeeded() {
        return false;
    }

    /** Whether it is ever saved. */
    default boolean isSaved() {
        return true;
    }

    /** Bytes that taking an input may allocate in the long run: those of what is handed out for good. */
    default long allowance() {
        return 0;
    }
}

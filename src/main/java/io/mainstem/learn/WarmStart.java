package io.mainstem.learn;

import io.mainstem.spec.LearnerSpec;
import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Map;

/**
 * What a new learner begins with: the state that another one had. Features and trunk must be the same; of the tasks those
 * that are, by name and kind, go on, the others start afresh. The new learner has the other's weights, with what the
 * optimiser keeps for them, and its scales of features and labels; it counts events, steps and versions from zero.
 */
public final class WarmStart {

    private final String origin;
    private final Map<String, String> layout;
    private final List<byte[]> blocks;

    /**
     * Of a saved state.
     *
     * @param origin says where it comes from, for messages
     * @param layout of the learner that it is of, as {@link StateLayout#parts}; empty where it is not known
     * @param blocks by index, as {@link LearnerState#write} wrote them
     */
    public WarmStart(String origin, Map<String, String> layout, List<byte[]> blocks) {
        this.origin = origin;
        this.layout = layout;
        this.blocks = List.copyOf(blocks);
    }

    public String origin() {
        return origin;
    }

    /**
     * An untrained learner with that state.
     *
     * @throws InvalidStateException if it does not fit; says in one line what differs
     */
    public Begun begin(LearnerSpec spec, int replica) {
        String differences = new LayoutDifferences(layout, new StateLayout(spec).parts()).shared();
        if (!differences.isEmpty()) {
            throw new InvalidStateException(origin + " does not fit the learner file: " + differences);
        }
        Learner learner = new Learner(spec, replica);
        try {
            return new Begun(learner, learner.begin(blocks::get));
        } catch (InvalidStateException e) {
            throw new InvalidStateException(origin + " cannot be started from: " + e.getMessage());
        } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new InvalidStateException(origin + " cannot be started from: it is damaged (" + e + ")");
        }
    }

    /**
     * A learner that has begun.
     *
     * @param notes what of the state it does not have, or starts afresh, a line each
     */
    public record Begun(Learner learner, List<String> notes) {}
}

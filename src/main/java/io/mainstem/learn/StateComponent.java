package io.mainstem.learn;

import io.mainstem.network.StateArray;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A part of a learner's state that fits another learner if that one has a component of the same kind, name and layout:
 * so a learner file may change, and what still fits goes on.
 */
final class StateComponent {

    /** What a component is about; saved by its position, new ones go to the end. */
    enum Kind {
        PROGRESS,
        ENCODER,
        /** What all tasks share of the network. */
        TRUNK,
        TRUNK_OPTIMIZER,
        /** What serves all tasks, and whose shape depends on them. */
        CROSSING,
        CROSSING_OPTIMIZER,
        BALANCER,
        /** A task's share of the network, and the scale of its labels. */
        TASK,
        TASK_OPTIMIZER,
        TASK_METRICS,
        /** How far the waiting for labels has come. */
        WAITING,
        /** What became of a task's labels that were waited for. */
        TASK_LABELS,
        /** What commands have set. */
        STEERING,
        /** Metrics of events that are held out. */
        TASK_HELD_OUT,
        /** Detectors on a task's loss. */
        TASK_DRIFT,
        /** Detectors on the means of features. */
        FEATURE_DRIFT,
        /** How long the learning rate is raised. */
        DRIFT_REACTION,
        /** A task's intervals or sets. */
        TASK_INTERVALS,
        /** The comparison of a task with its twin. */
        TASK_TRANSFER,
        /** A twin, or the joint network that learns beside the twins; by name. */
        TWIN
    }

    private final StateDirectory.Entry entry;
    private final List<StateArray> arrays;
    /** {@code [arrays + 1]} the first byte of each, and the end. */
    private final long[] starts;

    /**
     * Of arrays, end to end.
     *
     * @param layout what, besides their sizes, has to be the same for the arrays to mean the same
     * @param labelWidth of a task, else 0
     */
    StateComponent(Kind kind, String name, String layout, int labelWidth, List<StateArray> arrays) {
        this.arrays = List.copyOf(arrays);
        starts = new long[arrays.size() + 1];
        StringBuilder sizes = new StringBuilder(layout);
        for (int a = 0; a < arrays.size(); a++) {
            if (arrays.get(a).bytes() % Integer.BYTES != 0) {
                throw new IllegalArgumentException(arrays.get(a).name() + " is not made of whole words");
            }
            starts[a + 1] = starts[a] + arrays.get(a).bytes();
            sizes.append('|').append(arrays.get(a).bytes());
        }
        entry = new StateDirectory.Entry(
                kind, name, StateDirectory.hash(sizes.toString()), starts[arrays.size()], labelWidth);
    }

    StateDirectory.Entry entry() {
        return entry;
    }

    List<StateArray> arrays() {
        return arrays;
    }

    long start(int array) {
        return starts[array];
    }

    void write(long offset, int length, ByteBuffer out) {
        long end = offset + length;
        for (int a = first(offset); a < arrays.size() && starts[a] < end; a++) {
            long from = Math.max(offset, starts[a]);
            long to = Math.min(end, starts[a + 1]);
            arrays.get(a).write((int) (from - starts[a]), (int) (to - from), out);
        }
    }

    void read(long offset, int length, ByteBuffer in) {
        long end = offset + length;
        for (int a = first(offset); a < arrays.size() && starts[a] < end; a++) {
            long from = Math.max(offset, starts[a]);
            long to = Math.min(end, starts[a + 1]);
            arrays.get(a).read((int) (from - starts[a]), (int) (to - from), in);
        }
    }

    /** The array in which the offset lies; those of no bytes have none. */
    private int first(long offset) {
        int found = java.util.Arrays.binarySearch(starts, offset);
        int array = found >= 0 ? found : -found - 2;
        while (array < arrays.size() && starts[array + 1] <= offset) {
            array++;
        }
        return array;
    }
}

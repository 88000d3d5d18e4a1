package io.mainstem.learn;

import io.mainstem.encode.Row;
import io.mainstem.event.Labels;
import io.mainstem.spec.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept by the id of an event. */
sealed interface Kept {

    /** The stream's time at which something is to be done about it; so it stands in the index. */
    long due();

    /** Labels whose event has not come, in the order in which they came; at least one. */
    record Early(long due, List<EarlyLabels> records) implements Kept {
        public Early {
            records = List.copyOf(records);
        }
    }

    /**
     * A record of labels that came before the event.
     *
     * @param offset its place in its source
     * @param time when the labels came to be known
     * @param since the stream's time when the record came, {@link io.mainstem.event.Event#NO_TIME} if there was none yet
     */
    record EarlyLabels(Source source, long offset, long time, long since, Labels labels) {}

    /**
     * An event that came.
     *
     * @param time of the event
     * @param arrival the stream's time when it came
     * @param offset its place in its source
     * @param end the stream's time from which on nothing can be learned from it any more: its last label came, or its last
     *     wait was over; {@link #OPEN} before
     * @param tasks those whose label it waits for or had; one whose wait is over without is not among them
     * @param row null once nothing can be learned from it any more
     */
    record Known(long due, long time, long arrival, long offset, long end, List<Pending> tasks, @Nullable Row row)
            implements Kept {

        static final long OPEN = Long.MAX_VALUE;

        public Known {
            tasks = List.copyOf(tasks);
        }

        Known dueAt(long newDue) {
            return new Known(newDue, time, arrival, offset, end, tasks, row);
        }

        /** The same with other tasks, without the row where none of them needs it any more. */
        Known with(List<Pending> newTasks, long now) {
            boolean needed = newTasks.stream().anyMatch(task -> task.outputs().length > 0);
            long newEnd = needed ? OPEN : Math.min(end, now);
            return new Known(due, time, arrival, offset, newEnd, newTasks, needed ? row : null);
        }

        @Nullable
        Pending pending(int task) {
            for (Pending each : tasks) {
                if (each.task() == task) {
                    return each;
                }
            }
            return null;
        }

        /** The same tasks, that one replaced, or dropped where there is nothing for it. */
        List<Pending> replaced(int task, @Nullable Pending other) {
            List<Pending> all = new ArrayList<>();
            for (Pending each : tasks) {
                if (each.task() != task) {
                    all.add(each);
                } else if (other != null) {
                    all.add(other);
                }
            }
            return all;
        }
    }

    /**
     * A task's label that an event waits for or had.
     *
     * @param outputs {@code [task.outputWidth]} what was predicted; empty where no label will be scored any more
     * @param regions with that, as in {@link io.mainstem.event.Prediction}; empty where there were none
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Pending(int task, boolean isOpen, double[] outputs, double[] regions) {

        private static final double[] NONE = {};

        static Pending answered(int task) {
            return new Pending(task, false, NONE, NONE);
        }

        Pending answered(boolean keepOutputs) {
            return keepOutputs ? new Pending(task, false, outputs, regions) : answered(task);
        }
    }
}

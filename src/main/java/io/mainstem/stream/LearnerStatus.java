package io.mainstem.stream;

import io.mainstem.event.Drift;
import io.mainstem.event.ModelVersion;
import io.mainstem.event.Reason;
import io.mainstem.event.Steering;
import io.mainstem.event.TaskMetrics;
import io.mainstem.learn.Checkpoint;
import io.mainstem.spec.Source;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one partition's learner does, for whoever watches it from the same process.
 *
 * @param records taken from the events topic, dead letters included
 * @param events taken, labelled or not
 * @param examples of those learned: the labelled ones, where a task clusters all
 * @param waiting of those to be learned, whose mini-batch is not full yet
 * @param awaiting events whose row is kept, as they wait for labels
 * @param repeated events dropped because they were there before
 * @param steering what commands have set, and what was not learned for it
 * @param rejected dead letters by reason; reasons that did not occur are absent
 * @param offsets of the last record taken, of each source that one was taken from
 * @param learningRate of the next optimiser step, with the schedule's factor
 * @param parameters single numbers that training changes
 * @param stateBytes of the whole state, as it is restored
 * @param restoreMillis that it took to have the saved state again; 0 where there was none
 * @param weightsChecksum SHA-256 of the parameters, hexadecimal; only of a learner that is being closed
 */
public record LearnerStatus(
        ModelVersion model,
        long records,
        long events,
        long examples,
        int waiting,
        long awaiting,
        long repeated,
        Steering steering,
        Map<Reason, Long> rejected,
        List<TaskMetrics> metrics,
        Map<Source, Long> offsets,
        double learningRate,
        long parameters,
        long stateBytes,
        long restoreMillis,
        @Nullable String weightsChecksum) {

    /** Whether this is the last that is heard of the learner here: its partition is let go. */
    public boolean isLast() {
        return weightsChecksum != null;
    }

    /** Is told at the start, soon after records were taken, and at the end; on the stream thread: it must return at once. */
    @FunctionalInterface
    public interface Listener {
        void status(LearnerStatus status);

        /** A record of metrics, as it goes to its topic; on the stream thread, as {@link #status}. */
        default void metrics(TaskMetrics metrics) {}

        /** A drift, as it goes to its topic; on the stream thread, as {@link #status}. */
        default void drift(Drift drift) {}

        /** A new version of the model, as it goes to its topic; on the stream thread, as {@link #status}. */
        default void checkpoint(Checkpoint checkpoint) {}

        /**
         * One of the predictions, a few a second at most, and again when more of its labels are known; on the stream
         * thread, as {@link #status}.
         */
        default void sample(PredictionSample sample) {}
    }
}

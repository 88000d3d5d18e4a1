package io.mainstem.learn;

import io.mainstem.event.Prediction;
import io.mainstem.event.Reason;
import io.mainstem.event.TaskMetrics;

/** Takes what the learner says, in the order in which it says it. Called within {@link Learner#apply}. */
public interface LearnerOutput {

    void prediction(Prediction prediction);

    /**
     * An example that was predicted but could not be learned.
     *
     * @param offset its place in its source
     */
    void refused(String id, long offset, Reason reason);

    void metrics(TaskMetrics metrics);

    /** The learner's state at this moment is a new version; whoever wants to keep it copies it before returning. */
    void checkpoint(Checkpoint checkpoint);
}

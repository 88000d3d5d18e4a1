package io.mainstem.learn;

import io.mainstem.event.Drift;
import io.mainstem.event.Prediction;
import io.mainstem.event.TaskMetrics;

/** Takes what the learner says, in the order in which it says it. Called within {@code apply} of {@link Learner}. */
public interface LearnerOutput {

    void prediction(Prediction prediction);

    /** What was read but could not be learned; all of it, or some labels. */
    void refused(Refusal refusal);

    void metrics(TaskMetrics metrics);

    /** The world has changed, or so it seems. */
    void drift(Drift drift);

    /** The learner's state at this moment is a new version; whoever wants to keep it copies it before returning. */
    void checkpoint(Checkpoint checkpoint);
}

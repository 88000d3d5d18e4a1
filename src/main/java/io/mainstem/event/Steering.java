package io.mainstem.event;

/**
 * What commands have set in a learner, and what was not learned for it.
 *
 * @param paused whether it predicts and scores only
 * @param trunkFrozen whether only the heads are learned
 * @param learningRate before the schedule's factor; NaN where it is the learner file's
 * @param notLearned examples predicted and scored while it was paused
 * @param givenUp examples that waited for their mini-batch to fill when the learner went back to an earlier version
 */
public record Steering(boolean paused, boolean trunkFrozen, double learningRate, long notLearned, long givenUp) {

    /** As a learner starts. */
    public static final Steering NONE = new Steering(false, false, Double.NaN, 0, 0);

    public Steering paused(boolean now) {
        return new Steering(now, trunkFrozen, learningRate, notLearned, givenUp);
    }

    public Steering trunkFrozen(boolean now) {
        return new Steering(paused, now, learningRate, notLearned, givenUp);
    }

    public Steering learningRate(double now) {
        return new Steering(paused, trunkFrozen, now, notLearned, givenUp);
    }

    public Steering oneMoreNotLearned() {
        return new Steering(paused, trunkFrozen, learningRate, notLearned + 1, givenUp);
    }

    public Steering moreGivenUp(int examples) {
        return new Steering(paused, trunkFrozen, learningRate, notLearned, givenUp + examples);
    }
}

package io.mainstem.guarantee;

import java.util.List;

/**
 * One promise. It hears of every event that was sent while processes come and go, and is then held against what the
 * topics hold. Needs nothing but that: whether processes, containers or threads were killed is not its concern.
 */
interface Guarantee {

    /** Called in the order of offsets within a partition; never from two threads at a time. */
    default void onSent(Sent sent) {}

    /** Fails, saying where it is broken, once everything that was sent has been taken and all learners have ended. */
    void check(Evidence evidence);

    /** All that the program promises. */
    static List<Guarantee> all() {
        return List.of(
                new EveryLabelLearnedOnce(),
                new ScoredBeforeLearned(),
                new NoOutputTwice(),
                new RejectsCounted(),
                new PredictionsIdentical(),
                new MetricsIdentical(),
                new WeightsIdenticalToUndisturbedRun(),
                new StateIdenticalToUndisturbedRun());
    }
}

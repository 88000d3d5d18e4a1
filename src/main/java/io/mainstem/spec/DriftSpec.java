package io.mainstem.spec;

/**
 * What tells that the world has changed, and what is done then.
 *
 * @param detector of a rise of a task's loss, and of a change of a feature's mean
 * @param features whether the means of number features are watched as well; nothing but a record follows from those
 */
public record DriftSpec(Detector detector, boolean features, Reaction reaction) {

    public static final DriftSpec DEFAULT = new DriftSpec(Detector.ADWIN, true, new Reaction.None());

    public enum Detector {
        NONE,
        /** Adaptive windowing (Bifet and Gavaldà 2007). */
        ADWIN,
        /** The Page-Hinkley test (Page 1954). */
        PAGE_HINKLEY
    }

    /** To a rise of a task's loss. */
    public sealed interface Reaction {

        record None() implements Reaction {}

        /**
         * The learning rate is raised for a while.
         *
         * @param factor by which, above 1
         * @param examples learned until it is as before
         */
        record RaiseLearningRate(double factor, int examples) implements Reaction {}

        /** The task's head starts afresh. */
        record ResetHead() implements Reaction {}
    }
}

package io.mainstem.spec;

/** What predictions say of how sure they are. */
public sealed interface IntervalSpec {

    IntervalSpec DEFAULT = new Adaptive(0.9, 500, 0.02);

    record None() implements IntervalSpec {}

    /**
     * Adaptive conformal inference (Gibbs and Candès 2021): intervals of regressions, sets of classes.
     *
     * @param coverage the share of labels that are to lie within, above 0 and below 1
     * @param window newest labels of a task whose errors decide how wide
     * @param stepSize how far a miss or a hit moves the level, above 0; their gamma
     */
    record Adaptive(double coverage, int window, double stepSize) implements IntervalSpec {}
}

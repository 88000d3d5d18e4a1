package io.mainstem.spec;

/** What becomes of the learning rate as steps are taken; s counts those before the present one. */
public sealed interface ScheduleSpec {

    /** The base rate. */
    record Constant() implements ScheduleSpec {}

    /** The base rate times factor^⌊s / every⌋. */
    record Step(int every, double factor) implements ScheduleSpec {}

    /** The base rate times factor^(s / every). */
    record Exponential(int every, double factor) implements ScheduleSpec {}

    /** The base rate over √(1 + s / timescale). */
    record InverseSquareRoot(int timescale) implements ScheduleSpec {}
}

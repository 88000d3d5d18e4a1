package io.mainstem.network;

import io.mainstem.spec.LearningRateSpec;
import io.mainstem.spec.ScheduleSpec;

/** The learning rate of each step, a pure function of the number of steps before it and of the base. */
final class LearningRate {

    private final LearningRateSpec spec;

    private double base;
    private double factor = 1;

    LearningRate(LearningRateSpec spec) {
        this.spec = spec;
        base = spec.base();
    }

    /** From now on the rate before the schedule's factor; NaN for the learner file's again. */
    void base(double rate) {
        base = Double.isNaN(rate) ? spec.base() : rate;
    }

    /** From now on the rate is what that of the other would be after as many steps. */
    void follow(LearningRate other) {
        base = other.base;
        factor = other.factor;
    }

    /** From now on the rate is so many times what it would be. */
    void factor(double times) {
        factor = times;
    }

    /** The rate of the step that follows {@code steps} others. */
    double after(long steps) {
        double warm = steps < spec.warmup() ? (steps + 1) / (double) spec.warmup() : 1;
        return factor * base * warm * scale(spec.schedule(), steps);
    }

    private static double scale(ScheduleSpec schedule, long steps) {
        if (schedule instanceof ScheduleSpec.Constant) {
            return 1;
        } else if (schedule instanceof ScheduleSpec.Step step) {
            long falls = steps / step.every();
            return Math.pow(step.factor(), (double) falls);
        } else if (schedule instanceof ScheduleSpec.Exponential exponential) {
            return Math.pow(exponential.factor(), steps / (double) exponential.every());
        } else if (schedule instanceof ScheduleSpec.InverseSquareRoot root) {
            return 1 / Math.sqrt(1 + steps / (double) root.timescale());
        }
        throw new IllegalArgumentException("no such schedule: " + schedule);
    }
}

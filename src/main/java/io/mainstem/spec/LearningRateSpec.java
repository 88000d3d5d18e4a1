package io.mainstem.spec;

/**
 * The learning rate as a function of the optimiser steps that the network has taken.
 *
 * @param base the rate that the schedule starts from
 * @param warmup steps over which the rate rises linearly from base / warmup to what the schedule says; 0 for none
 */
public record LearningRateSpec(double base, int warmup, ScheduleSpec schedule) {

    public static LearningRateSpec constant(double rate) {
        return new LearningRateSpec(rate, 0, new ScheduleSpec.Constant());
    }
}

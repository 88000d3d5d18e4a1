package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.spec.LearningRateSpec;
import io.mainstem.spec.ScheduleSpec;
import org.junit.jupiter.api.Test;

class LearningRateTest {

    private static double rate(int warmup, ScheduleSpec schedule, long steps) {
        return new LearningRate(new LearningRateSpec(0.4, warmup, schedule)).after(steps);
    }

    @Test
    void constant() {
        assertThat(rate(0, new ScheduleSpec.Constant(), 0)).isEqualTo(0.4);
        assertThat(rate(0, new ScheduleSpec.Constant(), 1_000_000_000_000L)).isEqualTo(0.4);
    }

    @Test
    void stepFallsAtMultiples() {
        ScheduleSpec schedule = new ScheduleSpec.Step(10, 0.5);
        assertThat(rate(0, schedule, 9)).isEqualTo(0.4);
        assertThat(rate(0, schedule, 10)).isEqualTo(0.2);
        assertThat(rate(0, schedule, 39)).isEqualTo(0.05);
    }

    @Test
    void exponentialFallsEvenly() {
        ScheduleSpec schedule = new ScheduleSpec.Exponential(10, 0.25);
        assertThat(rate(0, schedule, 0)).isEqualTo(0.4);
        assertThat(rate(0, schedule, 5)).isCloseTo(0.2, within(1e-15));
        assertThat(rate(0, schedule, 10)).isCloseTo(0.1, within(1e-15));
    }

    @Test
    void inverseSquareRootIsHalfAtThreeTimescales() {
        ScheduleSpec schedule = new ScheduleSpec.InverseSquareRoot(100);
        assertThat(rate(0, schedule, 0)).isEqualTo(0.4);
        assertThat(rate(0, schedule, 300)).isCloseTo(0.2, within(1e-15));
    }

    @Test
    void warmUpRisesLinearlyToTheSchedule() {
        assertThat(rate(4, new ScheduleSpec.Constant(), 0)).isCloseTo(0.1, within(1e-15));
        assertThat(rate(4, new ScheduleSpec.Constant(), 2)).isCloseTo(0.3, within(1e-15));
        assertThat(rate(4, new ScheduleSpec.Constant(), 3)).isEqualTo(0.4);
        assertThat(rate(4, new ScheduleSpec.Step(2, 0.5), 3)).isCloseTo(0.2, within(1e-15));
        assertThat(rate(4, new ScheduleSpec.Step(2, 0.5), 4)).isCloseTo(0.1, within(1e-15));
    }
}

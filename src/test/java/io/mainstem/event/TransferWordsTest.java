package io.mainstem.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransferWordsTest {

    private static TaskMetrics task(String name, TransferGain gain) {
        Insight insight = new Insight(Map.of(), null, null, gain, null, 0);
        return new TaskMetrics(
                Event.NO_TIME,
                name,
                0,
                1,
                1,
                1,
                0,
                1,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                insight);
    }

    private static TransferGain gain(double gain, double low, double high, boolean leftOut) {
        return new TransferGain(900, 1, gain, low, high, Double.NaN, Double.NaN, Double.NaN, leftOut);
    }

    @Test
    void whoGainsAndWhoPays() {
        assertThat(TransferWords.of(List.of(
                        task("size", gain(0.031, 0.02, 0.042, false)),
                        task("speed", gain(-0.012, -0.02, -0.004, false)),
                        task("damage", gain(0.001, -0.003, 0.005, false)),
                        task("cost", gain(-0.5, -0.6, -0.4, true)),
                        task("rare", gain(0.5, Double.NaN, Double.NaN, false)))))
                .containsExactly(
                        "size gains 3.1 % (2.0 to 4.2) from joint training",
                        "speed pays 1.2 % (0.4 to 2.0) for joint training",
                        "damage: joint training makes no difference that shows yet (-0.3 to 0.5 %)",
                        "cost pays 50.0 % (40.0 to 60.0) for joint training; it no longer shapes the trunk",
                        "rare: too few labels yet to tell what joint training brings");
    }

    @Test
    void withoutTwinsThereIsNothingToSay() {
        assertThat(TransferWords.of(List.of(new TaskMetrics(
                        Event.NO_TIME, "t", 0, 1, 1, 1, 1, Map.of(), Map.of(), Map.of(), Map.of(), Map.of()))))
                .isEmpty();
    }
}

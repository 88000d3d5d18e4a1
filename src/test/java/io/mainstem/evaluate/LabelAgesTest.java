package io.mainstem.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.event.LabelAge;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelAgesTest {

    private static final long MINUTE = 60_000;

    private final LabelAges ages = LabelAges.of(Rows.BINARY);

    private void add(long age, double probability, double label) {
        ages.add(age, new double[] {7, probability}, 1, new double[] {label}, 0);
    }

    @Test
    void aBoundBelongsToWhatIsBelowIt() {
        for (long age :
                new long[] {0, MINUTE, MINUTE + 1, 10 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE, Long.MAX_VALUE}) {
            add(age, 0.5, 1);
        }
        assertThat(ages.scores())
                .extractingByKeys("1m", "10m", "1h", "1d", "more")
                .extracting(LabelAge::labels)
                .containsExactly(2L, 2L, 1L, 1L, 1L);
    }

    @Test
    void eachAgeHasItsOwnMetrics() {
        add(0, 0.9, 1);
        add(MINUTE, 0.8, 0);
        add(5 * MINUTE, 0.25, 1);
        Map<String, LabelAge> scores = ages.scores();
        assertThat(scores).containsOnlyKeys("1m", "10m");
        assertThat(requireNonNull(scores.get("1m")).metrics()).containsEntry("accuracy", 0.5);
        assertThat(requireNonNull(scores.get("10m")).metrics().get("logLoss"))
                .isCloseTo(-Math.log(0.25), within(1e-12));
    }
}

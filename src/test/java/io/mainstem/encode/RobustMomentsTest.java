package io.mainstem.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobustMomentsTest {

    private final RobustMoments moments = new RobustMoments(1);
    private final RunningMoments plain = new RunningMoments(1);
    private final SplittableRandom random = new SplittableRandom(8);

    private void add(int times, double mean, double deviation) {
        for (int n = 0; n < times; n++) {
            double value = mean + deviation * random.nextGaussian();
            moments.add(0, value);
            plain.add(0, value);
        }
    }

    @Test
    void withoutFarValuesTheyAreThePlainOnes() {
        add(5000, 20, 3);
        assertThat(moments.count(0)).isEqualTo(plain.count(0));
        assertThat(moments.mean(0)).isEqualTo(plain.mean(0));
        assertThat(moments.standardDeviation(0)).isEqualTo(plain.standardDeviation(0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e4, 1e12, -3.4e38})
    void aWildValueFadesWithinTheStream(double wild) {
        add(200, 20, 3);
        moments.add(0, wild);
        add(3000, 20, 3);
        assertThat(moments.mean(0)).isCloseTo(plain.mean(0), within(0.1));
        assertThat(moments.standardDeviation(0)).isCloseTo(plain.standardDeviation(0), within(0.1));
    }

    @Test
    void rareWildValuesNeverAddUp() {
        for (int n = 0; n < 100; n++) {
            add(500, 20, 3);
            moments.add(0, 1e12);
        }
        assertThat(moments.standardDeviation(0)).isCloseTo(3, within(0.6));
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 1000, 1_000_000})
    void aShiftOfScaleIsFollowed(int before) {
        add(before, 20, 3);
        add(300, 20e6, 3e6);
        assertThat(moments.mean(0)).isCloseTo(20e6, within(1e6));
        assertThat(moments.standardDeviation(0)).isCloseTo(3e6, within(1e6));
    }

    @Test
    void farValuesThatKeepComingBetweenOthersCount() {
        add(1000, 0, 1);
        for (int n = 0; n < 1000; n++) {
            add(1, n % 5 == 0 ? 1e6 : 0, 1);
        }
        assertThat(moments.standardDeviation(0)).isBetween(0.5 * plain.standardDeviation(0), 1e6);
    }

    @Test
    void whatWasAlwaysTheSameMayBeginToDiffer() {
        add(1000, 0, 0);
        moments.add(0, 1);
        plain.add(0, 1);
        assertThat(moments.standardDeviation(0)).isEqualTo(plain.standardDeviation(0));
        moments.add(0, 1e12);
        add(5000, 0, 0);
        assertThat(moments.standardDeviation(0)).isLessThan(0.1);
    }
}

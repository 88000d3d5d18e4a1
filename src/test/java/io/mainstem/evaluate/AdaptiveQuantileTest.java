package io.mainstem.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.spec.IntervalSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdaptiveQuantileTest {

    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static AdaptiveQuantile quantile(double coverage, int window, double stepSize) {
        return new AdaptiveQuantile(new IntervalSpec.Adaptive(coverage, window, stepSize), INFINITE);
    }

    @Test
    void thereIsNoneBeforeThereAreEnoughScores() {
        AdaptiveQuantile wide = quantile(0.9, 1000, 0.01);
        AdaptiveQuantile narrow = quantile(0.9, 10, 0.01);
        for (int n = 0; n < 100; n++) {
            assertThat(wide.value()).isNaN();
            assertThat(Double.isNaN(narrow.value())).isEqualTo(n < 10);
            wide.add(n);
            narrow.add(n);
        }
        assertThat(wide.value()).isEqualTo(90); // the 91st of 100, as 90 % of 101 are 90.9
    }

    /** Word by word as in the paper, over a list of all scores. */
    @Test
    void isTheQuantileOfTheNewestAtTheAdaptedLevel() {
        for (long seed = 1; seed <= 10; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double coverage = 0.5 + random.nextInt(10) / 20.;
            double stepSize = 0.001 + random.nextInt(10) / 100.;
            int window = 20 + random.nextInt(80);
            AdaptiveQuantile quantile = quantile(coverage, window, stepSize);
            List<Double> all = new ArrayList<>();
            double level = 1 - coverage;
            for (int n = 0; n < 3000; n++) {
                if (n >= window) {
                    double expected = expected(all.subList(n - window, n), level, stepSize);
                    assertThat(quantile.value())
                            .as("seed %d, score %d", seed, n)
                            .isEqualTo(expected);
                }
                // With stretches of nothing but misses and of nothing but hits.
                double score = Math.abs(Rows.gaussian(random)) * (n % 700 < 60 ? n : n % 900 < 300 ? 0.001 : 1);
                if (n >= window) {
                    level += stepSize * (1 - coverage - (score > quantile.value() ? 1 : 0));
                    level = Math.max(-10 * stepSize, Math.min(1 + stepSize, level));
                }
                quantile.add(score);
                all.add(score);
            }
        }
    }

    private static double expected(List<Double> newest, double level, double stepSize) {
        List<Double> sorted = new ArrayList<>(newest);
        Collections.sort(sorted);
        double largest = sorted.get(sorted.size() - 1);
        if (level >= 1) {
            return AdaptiveQuantile.NOTHING;
        }
        if (level <= 0) {
            return largest * (1 - level / stepSize);
        }
        int rank = (int) Math.ceil((sorted.size() + 1) * (1 - level));
        return rank > sorted.size() ? largest : sorted.get(rank - 1);
    }

    @Test
    void missesAsOftenAsAskedWhateverComes() {
        double stepSize = 0.02;
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            AdaptiveQuantile quantile = quantile(0.9, 500, stepSize);
            double scale = 1;
            int hits = 0;
            int count = 0;
            for (int n = 0; n < 20_000; n++) {
                if (random.nextInt(2000) == 0) {
                    scale = Math.exp(3 * Rows.gaussian(random));
                }
                double score = scale * Math.abs(Rows.gaussian(random));
                if (!Double.isNaN(quantile.value())) {
                    count++;
                    hits += score <= quantile.value() ? 1 : 0;
                }
                quantile.add(score);
            }
            assertThat(hits / (double) count).as("seed %d", seed).isBetween(0.89, 0.91);
        }
    }

    @Test
    void whatIsNoFiniteNumberSaysNothing() {
        AdaptiveQuantile one = quantile(0.9, 20, 0.05);
        AdaptiveQuantile other = quantile(0.9, 20, 0.05);
        SplittableRandom random = new SplittableRandom(1);
        for (int n = 0; n < 100; n++) {
            double score = random.nextDouble();
            one.add(score);
            other.add(score);
            other.add(Double.NaN);
            other.add(INFINITE);
            assertThat(Double.valueOf(other.value())).isEqualTo(Double.valueOf(one.value()));
        }
    }

    @Test
    void staysFiniteAmongTheLargestNumbers() {
        AdaptiveQuantile quantile = quantile(0.9, 10, 0.05);
        for (int n = 0; n < 100; n++) {
            quantile.add(n < 10 ? 1 : Double.MAX_VALUE / (101 - n));
            assertThat(quantile.value()).isNotEqualTo(INFINITE);
        }
    }

    /** After a thousand surprises in a row it is as sure again as before in a few hundred scores. */
    @Test
    void whatWasExtraordinaryIsNotMadeUpForLong() {
        AdaptiveQuantile quantile = quantile(0.9, 100, 0.02);
        SplittableRandom random = new SplittableRandom(2);
        for (int n = 0; n < 1000; n++) {
            quantile.add(Math.pow(1.1, n));
        }
        for (int n = 0; n < 400; n++) {
            quantile.add(random.nextDouble());
        }
        assertThat(quantile.value()).isBetween(0.6, 1.0);
    }
}

package io.mainstem.evaluate;

import static io.mainstem.evaluate.Rows.gaussian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScoreHistogramTest {

    /** A score and whether it is that of a positive. */
    record Scored(double score, boolean positive) {}

    interface Shape {
        Scored next(SplittableRandom random);
    }

    /** Scores as 32-bit networks give them, hence the casts. */
    static Stream<Arguments> shapes() {
        return Map.<String, Shape>of(
                        "calibrated, everywhere",
                        r -> {
                            double p = r.nextDouble();
                            return new Scored(p, r.nextDouble() < p);
                        },
                        "a usual model of a rare class",
                        r -> {
                            boolean y = r.nextDouble() < .06;
                            return new Scored((float) sigmoid(gaussian(r) - 3 + (y ? 1 : 0)), y);
                        },
                        "no skill",
                        r -> new Scored((float) sigmoid(.3 * gaussian(r) - 2.2), r.nextDouble() < .1),
                        "from .05 to .08",
                        r -> {
                            double u = r.nextDouble();
                            return new Scored((float) (.05 + .03 * u), r.nextDouble() < sigmoid(4 * u - 4));
                        },
                        "around .065",
                        r -> {
                            boolean y = r.nextDouble() < .06;
                            return new Scored((float) (.065 + .005 * gaussian(r) + (y ? .004 : 0)), y);
                        },
                        "from .49 to .51",
                        r -> {
                            double u = r.nextDouble();
                            return new Scored((float) (.49 + .02 * u), r.nextDouble() < sigmoid(4 * u - 2));
                        },
                        "from 1e-5 to 1e-3",
                        r -> {
                            double u = r.nextDouble();
                            return new Scored((float) Math.pow(10, 2 * u - 5), r.nextDouble() < sigmoid(4 * u - 4));
                        },
                        "from .999 to .99999",
                        r -> {
                            double u = r.nextDouble();
                            return new Scored(
                                    (float) (1 - Math.pow(10, 2 * u - 5)), r.nextDouble() > sigmoid(4 * u - 4));
                        },
                        "certain of nearly all, 0 and 1 included",
                        r -> {
                            boolean y = r.nextDouble() < .4;
                            return new Scored((float) sigmoid(20 * gaussian(r) + (y ? 20 : -20)), y);
                        },
                        "five scores only",
                        r -> {
                            int k = r.nextInt(5);
                            return new Scored(k / 4., r.nextDouble() < .1 + .2 * k);
                        })
                .entrySet()
                .stream()
                .map(shape -> Arguments.of(shape.getKey(), shape.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void isWithinOneThousandthOfTheExactAuc(String name, Shape shape) {
        for (int n : new int[] {3000, 20_000}) {
            for (long seed = 1; seed <= 10; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                ScoreHistogram histogram = new ScoreHistogram();
                ExactRocAuc exact = new ExactRocAuc(1, n);
                for (int i = 0; i < n; i++) {
                    Scored scored = shape.next(random);
                    histogram.add(scored.score, scored.positive);
                    exact.add(0, scored.score, scored.positive);
                }
                assertThat(histogram.auc())
                        .as("%s, %d scores, seed %d", name, n, seed)
                        .isCloseTo(exact.auc(0), within(.001));
            }
        }
    }

    @Test
    void equalScoresAreTiesAndDistantOnesAreNot() {
        ScoreHistogram histogram = new ScoreHistogram();
        histogram.add(.3, true);
        histogram.add(.3, false);
        assertThat(histogram.auc()).isEqualTo(.5);
        histogram.add(.9, true);
        assertThat(histogram.auc()).isEqualTo(.75);
    }

    @Test
    void tellsTheOrderOfTwoScoresWhereverTheyAre() {
        double[] ascending = {
            0, 1e-19, 1e-12, 1e-7, 1e-4, .01, .05, .052, .2, .49, .5, .51, .9, .95, .999, 1 - 1e-6, 1 - 1e-15, 1
        };
        for (int i = 1; i < ascending.length; i++) {
            ScoreHistogram right = new ScoreHistogram();
            right.add(ascending[i], true);
            right.add(ascending[i - 1], false);
            assertThat(right.auc()).as("positive at %s", ascending[i]).isGreaterThan(.5);
            ScoreHistogram wrong = new ScoreHistogram();
            wrong.add(ascending[i], false);
            wrong.add(ascending[i - 1], true);
            assertThat(wrong.auc()).as("negative at %s", ascending[i]).isLessThan(.5);
        }
    }

    @Test
    void isNotDefinedWithoutBothSides() {
        ScoreHistogram histogram = new ScoreHistogram();
        assertThat(histogram.auc()).isNaN();
        histogram.add(.2, true);
        assertThat(histogram.auc()).isNaN();
    }

    @Test
    void aFullBinStaysFull() {
        ScoreHistogram histogram = new ScoreHistogram();
        ByteBuffer full = ByteBuffer.allocate(histogram.stateBytes());
        full.putInt(0, -1);
        histogram.read(full);
        histogram.add(0, true);
        histogram.merge(histogram);
        for (int i = 0; i < 10; i++) {
            histogram.add(.5, false);
        }
        // Were it to start again at 0 there would be no positive.
        assertThat(histogram.auc()).isZero();
    }

    @Test
    void takesLittleRoom() {
        assertThat(new ScoreHistogram().stateBytes()).isLessThan(18 * 1024);
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}

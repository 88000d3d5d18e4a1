package io.mainstem.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.evaluate.DriftDetector.Direction;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** On a hundred seeded streams each; a failure names the first seed that failed. */
class DriftDetectorTest {

    private static final int STREAMS = 100;
    private static final int LONG = 100_000;

    /** Noise of mean 0 and deviation 1, by the seed. */
    enum Noise {
        GAUSSIAN,
        EXPONENTIAL,
        CHI_SQUARE,
        BERNOULLI,
        SELDOM,
        LOGNORMAL,
        STUDENT,
        CAUCHY,
        AUTOREGRESSIVE;

        double next(SplittableRandom random) {
            return next(random, 0);
        }

        double next(SplittableRandom random, double last) {
            return switch (this) {
                case GAUSSIAN -> Rows.gaussian(random);
                case EXPONENTIAL -> -Math.log(1 - random.nextDouble()) - 1;
                case CHI_SQUARE -> (Math.pow(Rows.gaussian(random), 2) - 1) / Math.sqrt(2);
                case BERNOULLI -> ((random.nextDouble() < 0.1 ? 1 : 0) - 0.1) / 0.3;
                case SELDOM -> ((random.nextDouble() < 0.02 ? 1 : 0) - 0.02) / 0.14;
                case LOGNORMAL -> (Math.exp(Rows.gaussian(random)) - 1.648721) / 2.161197;
                case STUDENT -> {
                    double squares = 0;
                    for (int i = 0; i < 3; i++) {
                        squares += Math.pow(Rows.gaussian(random), 2);
                    }
                    yield Rows.gaussian(random) / Math.sqrt(squares);
                }
                case CAUCHY -> Math.tan(Math.PI * (random.nextDouble() - 0.5));
                case AUTOREGRESSIVE -> 0.3 * last + Math.sqrt(1 - 0.09) * Rows.gaussian(random);
            };
        }
    }

    static Stream<Supplier<DriftDetector>> detectors() {
        return Stream.of(() -> new Adwin(Direction.RISE), () -> new PageHinkley(Direction.RISE));
    }

    /** Those with a mean and a deviation that a few hundred numbers tell, and independent. */
    static Stream<Arguments> tameCases() {
        return cases().filter(of -> ((Noise) of.get()[1]).compareTo(Noise.LOGNORMAL) <= 0);
    }

    static Stream<Arguments> cases() {
        return detectors().flatMap(detector -> Stream.of(Noise.values())
                .map(noise -> Arguments.of(detector.get().name(), noise, detector)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("tameCases")
    void aRiseIsFoundSoonAndGradualOnesInThreeTimesThat(String name, Noise noise, Supplier<DriftDetector> detector) {
        for (double[] planted : new double[][] {{1, 0, 300}, {2, 0, 100}, {1, 300, 900}, {2, 100, 300}}) {
            int found = 0;
            for (long seed = 1; seed <= STREAMS; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                DriftDetector one = detector.get();
                int before = 500 + random.nextInt(3000);
                for (int n = 0; n < before; n++) {
                    one.add(7 + 3 * noise.next(random));
                }
                for (int n = 0; n < planted[2]; n++) {
                    double risen = planted[1] == 0 ? 1 : Math.min(1, n / planted[1]);
                    if (one.add(7 + 3 * (noise.next(random) + planted[0] * risen))) {
                        found++;
                        break;
                    }
                }
            }
            assertThat(found)
                    .as(
                            "streams of %d in which a rise of %.0f over %.0f was found within %.0f",
                            STREAMS, planted[0], planted[1], planted[2])
                    .isGreaterThanOrEqualTo(95);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void whereNothingChangesNothingIsFound(String name, Noise noise, Supplier<DriftDetector> detector) {
        int alarms = 0;
        long last = 0;
        for (long seed = 1; seed <= STREAMS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            DriftDetector one = detector.get();
            double at = 0;
            for (int n = 0; n < LONG; n++) {
                at = noise.next(random, at);
                if (one.add(7 + 3 * at)) {
                    alarms++;
                    last = seed;
                }
            }
        }
        assertThat(alarms)
                .as("false alarms in %d streams of %d, the last with seed %d", STREAMS, LONG, last)
                .isLessThanOrEqualTo(1);
    }

    /** What a model learns is no drift; what comes on top of what it has learned is. */
    @ParameterizedTest
    @MethodSource("detectors")
    void onlyARiseCounts(Supplier<DriftDetector> detector) {
        int found = 0;
        for (long seed = 1; seed <= STREAMS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            DriftDetector one = detector.get();
            for (int n = 0; n < 20_000; n++) {
                double learned = 2 + 10 * Math.exp(-n / 1500.0) - (n > 10_000 ? 1 : 0);
                assertThat(one.add(learned + 0.5 * Noise.EXPONENTIAL.next(random)))
                        .as("seed %d, number %d", seed, n)
                        .isFalse();
            }
            for (int n = 0; n < 300; n++) {
                if (one.add(1.5 + 0.5 * Noise.EXPONENTIAL.next(random))) {
                    assertThat(one.before()).isCloseTo(1, within(0.2));
                    assertThat(one.after()).isCloseTo(1.5, within(0.4));
                    assertThat(one.size()).isCloseTo(1, within(0.6));
                    found++;
                    break;
                }
            }
        }
        assertThat(found).isGreaterThanOrEqualTo(95);
    }

    @Test
    void bothDirectionsAreToldWhereBothAreWanted() {
        for (DriftDetector one : new DriftDetector[] {new Adwin(Direction.BOTH), new PageHinkley(Direction.BOTH)}) {
            SplittableRandom random = new SplittableRandom(1);
            int told = 0;
            for (int n = 0; n < 3000; n++) {
                told += one.add(Rows.gaussian(random) - (n < 1500 ? 0 : 2)) ? 1 : 0;
            }
            assertThat(told).as(one.name()).isEqualTo(1);
            assertThat(one.size()).isCloseTo(-2, within(0.5));
        }
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void whatIsNoNumberIsPassedOverAndWhatNeverChangesIsNoChange(Supplier<DriftDetector> detector) {
        DriftDetector one = detector.get();
        for (int n = 0; n < 10_000; n++) {
            assertThat(one.add(n % 3 == 0 ? Double.NaN : n % 3 == 1 ? Double.POSITIVE_INFINITY : 4))
                    .isFalse();
        }
        assertThat(one.before()).isNaN();
    }

    /** Also where the wild one is among the first. */
    @ParameterizedTest
    @MethodSource("detectors")
    void oneWildNumberIsNoChangeAndHidesNone(Supplier<DriftDetector> detector) {
        for (double wild : new double[] {1e3, -1e3, 1e99, -1e99, 1e300}) {
            for (long seed = 1; seed <= 20; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                DriftDetector one = detector.get();
                for (int n = 0; n < 4000; n++) {
                    assertThat(one.add(n % 1000 == 5 ? wild : Rows.gaussian(random)))
                            .as("%s at %d, seed %d", wild, n, seed)
                            .isFalse();
                }
                boolean found = false;
                for (int n = 0; n < 300 && !found; n++) {
                    found = one.add(2 + Rows.gaussian(random));
                }
                assertThat(found).as("%s, seed %d", wild, seed).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void aRiseIsFoundThoughLittleCameBefore(Supplier<DriftDetector> detector) {
        int found = 0;
        for (long seed = 1; seed <= STREAMS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            DriftDetector one = detector.get();
            for (int n = 0; n < 550; n++) {
                if (one.add(Rows.gaussian(random) + (n < 250 ? 0 : 1))) {
                    assertThat(n).as("seed %d", seed).isGreaterThanOrEqualTo(250);
                    found++;
                    break;
                }
            }
        }
        assertThat(found).isGreaterThanOrEqualTo(95);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void whatNeverChangedMayChange(Supplier<DriftDetector> detector) {
        DriftDetector one = detector.get();
        for (int n = 0; n < 10_000; n++) {
            assertThat(one.add(n % 5000 == 4000 ? 2 : 1)).as("%d", n).isFalse();
        }
        int n = 0;
        while (!one.add(2)) {
            n++;
        }
        assertThat(n).isLessThan(100);
        assertThat(one.size()).isPositive().isFinite();
    }
}

package io.mainstem.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gains with their intervals, on streams whose losses depend on those just before them. */
class ComparisonTest {

    private static final int STREAMS = 400;
    private static final double GAIN = 0.05;

    /** AR(1) noise on both losses, with a mean of 1 of the twin's and of 0.95 of the other. */
    private static final class Losses {
        private final Random random;
        private double common;
        private double own;

        Losses(long seed) {
            random = new Random(seed);
        }

        void next(Comparison into) {
            common = 0.8 * common + random.nextGaussian();
            own = 0.8 * own + 0.3 * random.nextGaussian();
            into.add(1 - GAIN + common + own, 1 + common);
        }
    }

    private static Comparison after(long seed, int labels) {
        Comparison comparison = new Comparison(2000);
        Losses losses = new Losses(seed);
        for (int n = 0; n < labels; n++) {
            losses.next(comparison);
        }
        return comparison;
    }

    private static boolean covers(Ratio ratio) {
        return ratio.low() <= GAIN && GAIN <= ratio.high();
    }

    @Test
    void theIntervalsCoverTheGainInAbout95Of100Streams() {
        for (int labels : new int[] {3_000, 20_000}) {
            int run = 0;
            int recent = 0;
            for (long seed = 1; seed <= STREAMS; seed++) {
                Comparison comparison = after(seed, labels);
                run += covers(comparison.run()) ? 1 : 0;
                recent += covers(comparison.recent()) ? 1 : 0;
            }
            assertThat(run / (double) STREAMS).as("run, %d labels", labels).isBetween(0.92, 0.98);
            assertThat(recent / (double) STREAMS)
                    .as("recent, %d labels", labels)
                    .isBetween(0.91, 0.98);
        }
    }

    @Test
    void theGainIsThatOfTheSums() {
        Comparison comparison = new Comparison(40);
        Random random = new Random(3);
        double difference = 0;
        double sum = 0;
        double[] differences = new double[1000];
        double[] others = new double[1000];
        for (int n = 0; n < 1000; n++) {
            double loss = random.nextDouble();
            others[n] = random.nextDouble();
            differences[n] = others[n] - loss;
            difference += differences[n];
            sum += others[n];
            comparison.add(loss, others[n]);
            comparison.add(Double.NaN, 1);
        }
        assertThat(comparison.labels()).isEqualTo(1000);
        assertThat(comparison.run().value()).isCloseTo(difference / sum, within(1e-12));
        double newest = 0;
        double newestOthers = 0;
        for (int n = 960; n < 1000; n++) {
            newest += differences[n];
            newestOthers += others[n];
        }
        assertThat(comparison.isRecentFull()).isTrue();
        assertThat(comparison.recent().value()).isCloseTo(newest / newestOthers, within(1e-12));
    }

    @Test
    void fewLabelsHaveNoInterval() {
        Ratio none = new Comparison(1000).run();
        assertThat(none.value()).isNaN();
        Ratio few = after(1, 100).run();
        assertThat(few.value()).isFinite();
        assertThat(few.low()).isNaN();
        assertThat(few.isBelowZero()).isFalse();
    }

    @Test
    void runsMergeAtAnyPoint() {
        for (int split : new int[] {0, 1, 17, 300, 999, 2500, 4999, 5000}) {
            Comparison whole = new Comparison(1000);
            Comparison first = new Comparison(1000);
            Comparison second = new Comparison(1000);
            Random random = new Random(split);
            for (int n = 0; n < 5000; n++) {
                double loss = random.nextDouble();
                double other = random.nextDouble() + 0.1;
                whole.add(loss, other);
                (n < split ? first : second).add(loss, other);
            }
            first.merge(second);
            assertThat(first.labels()).isEqualTo(5000);
            assertThat(first.run().value()).isCloseTo(whole.run().value(), within(1e-12));
            double half = whole.run().high() - whole.run().value();
            assertThat(first.run().high() - first.run().value())
                    .as("split %d", split)
                    .isBetween(0.6 * half, 1.6 * half);
        }
    }

    @Test
    void goesOnFromASavedState() {
        for (int labels : new int[] {0, 1, 40, 1234}) {
            Comparison one = after(7, labels);
            ByteBuffer bytes = ByteBuffer.allocate(one.stateBytes());
            one.write(bytes);
            assertThat(bytes.hasRemaining()).isFalse();
            Comparison other = after(8, 700);
            other.read(bytes.flip());
            Losses a = new Losses(9);
            Losses b = new Losses(9);
            for (int n = 0; n < 2000; n++) {
                a.next(one);
                b.next(other);
            }
            assertThat(other.run()).isEqualTo(one.run());
            assertThat(other.recent()).isEqualTo(one.recent());
        }
    }
}

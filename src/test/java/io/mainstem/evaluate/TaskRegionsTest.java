package io.mainstem.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.event.Coverage;
import io.mainstem.event.Region;
import io.mainstem.spec.IntervalSpec;
import io.mainstem.spec.TaskSpec;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskRegionsTest {

    private static final IntervalSpec.Adaptive SPEC = new IntervalSpec.Adaptive(0.9, 1000, 0.02);

    private static TaskRegions regions(TaskSpec task, IntervalSpec spec) {
        return requireNonNull(TaskRegions.of(task, spec, 1000));
    }

    private static double[] predict(TaskRegions regions, TaskSpec task, double chance, double... outputs) {
        double[] predicted = new double[task instanceof TaskSpec.Regression ? outputs.length : 1];
        regions.predict(outputs, 0, chance, predicted, 0);
        return predicted;
    }

    @Test
    void onlyNumbersAndClassesHaveThem() {
        assertThat(TaskRegions.of(Rows.MULTILABEL, SPEC, 10)).isNull();
        assertThat(TaskRegions.of(Rows.CLUSTERING, SPEC, 10)).isNull();
        assertThat(TaskRegions.of(Rows.BINARY, new IntervalSpec.None(), 10)).isNull();
    }

    @Test
    void nothingIsSaidBeforeTheHundredthLabel() {
        TaskRegions regions = regions(Rows.REGRESSION, SPEC);
        for (int n = 0; n < 100; n++) {
            double[] predicted = predict(regions, Rows.REGRESSION, 0, 5);
            assertThat(predicted).containsOnly(Double.NaN);
            regions.add(new double[] {5}, 0, new double[] {5 + n}, 0, 0, n % 2 == 0 ? predicted : null, 0);
            assertThat(regions.coverage()).isNull();
        }
        assertThat(predict(regions, Rows.REGRESSION, 0, 5)).containsExactly(90);
    }

    @Test
    void coverageCountsWhatWasSentOut() {
        TaskRegions regions = requireNonNull(TaskRegions.of(Rows.REGRESSION, SPEC, 10));
        double[][] sentOut = {{1}, {1}, {3}, {0}, {Double.NaN}};
        double[] labels = {6, 6.5, 2, 5, 5};
        for (int n = 0; n < labels.length; n++) {
            regions.add(new double[] {5}, 0, new double[] {labels[n]}, 0, 0, sentOut[n], 0);
        }
        assertThat(regions.coverage()).isEqualTo(new Coverage(0.9, 0.75, 0.75, 10 / 4.));
        for (int n = 0; n < 10; n++) {
            regions.add(new double[] {5}, 0, new double[] {5}, 0, 0, new double[] {2}, 0);
        }
        assertThat(regions.coverage()).isEqualTo(new Coverage(0.9, 13 / 14., 1, 4));
    }

    @Test
    void eachOutputHasAnIntervalOfItsOwn() {
        TaskRegions regions = regions(Rows.REGRESSIONS, SPEC);
        SplittableRandom random = new SplittableRandom(3);
        double[] sizes = {1, 10, 100};
        for (int n = 0; n < 3000; n++) {
            double[] outputs = {1, 2, 3};
            double[] labels = new double[3];
            for (int i = 0; i < 3; i++) {
                labels[i] = outputs[i] + sizes[i] * Rows.gaussian(random);
            }
            regions.add(outputs, 0, labels, 0, 0, predict(regions, Rows.REGRESSIONS, 0, outputs), 0);
        }
        double[] predicted = predict(regions, Rows.REGRESSIONS, 0, 1, 2, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(predicted[i] / sizes[i]).isCloseTo(1.645, within(0.25));
        }
        Coverage coverage = requireNonNull(regions.coverage());
        assertThat(coverage.run()).isCloseTo(0.9, within(0.01));
        assertThat(coverage.size()).isCloseTo(2 * 1.645 * 37, within(10.));
    }

    @Test
    void aPredictionThatIsNotFiniteHasNone() {
        TaskRegions number = regions(Rows.REGRESSIONS, SPEC);
        TaskRegions classes = regions(Rows.MULTICLASS, SPEC);
        for (int n = 0; n < 200; n++) {
            number.add(new double[3], 0, new double[] {n, n, n}, 0, 0, null, 0);
            classes.add(new double[] {0.1, 0.2, 0.3, 0.4}, 0, new double[] {n % 4}, 0, 0, null, 0);
        }
        assertThat(predict(number, Rows.REGRESSIONS, 0, 1, Double.NaN, Double.NEGATIVE_INFINITY))
                .satisfies(predicted -> {
                    assertThat(predicted[0]).isPositive();
                    assertThat(predicted[1]).isNaN();
                    assertThat(predicted[2]).isNaN();
                });
        assertThat(predict(classes, Rows.MULTICLASS, 0, 0.1, 0.2, 0.3, Double.NaN))
                .containsOnly(Double.NaN);
        // A label of such a prediction is not counted, and says nothing.
        double[] before = predict(number, Rows.REGRESSIONS, 0, 1, 1, 1);
        number.add(
                new double[] {1, Double.NaN, 1}, 0, new double[] {0, 0, 0}, 0, 0, new double[] {1, Double.NaN, 1}, 0);
        assertThat(number.coverage()).isNull();
        assertThat(predict(number, Rows.REGRESSIONS, 0, 1, 1, 1)[1]).isEqualTo(before[1]);
    }

    /**
     * Sets keep to what was asked for also where the model is right more often, and where all of its probabilities are the
     * same: then chance, which is a matter of the event, decides which of them miss.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.8, 0.9, 0.95})
    void setsCoverAsOftenAsAskedHoweverSureTheModelIs(double asked) {
        IntervalSpec spec = new IntervalSpec.Adaptive(asked, 1000, 0.02);
        for (long seed = 1; seed <= 5; seed++) {
            for (double right : new double[] {0.5, 0.97, 1}) {
                for (boolean certain : new boolean[] {true, false}) {
                    SplittableRandom random = new SplittableRandom(seed);
                    TaskRegions regions = regions(Rows.BINARY, spec);
                    int hits = 0;
                    int count = 0;
                    for (int n = 0; n < 5000; n++) {
                        boolean yes = random.nextBoolean();
                        double sure = certain ? 1 : 0.5 + random.nextDouble() / 2;
                        double[] outputs = {yes ? sure : 1 - sure};
                        double[] label = {yes == random.nextDouble() < right ? 1 : 0};
                        double chance = random.nextDouble();
                        double[] predicted = predict(regions, Rows.BINARY, chance, outputs);
                        if (!Double.isNaN(predicted[0])) {
                            double probability = label[0] == 1 ? outputs[0] : 1 - outputs[0];
                            hits += Region.contains(probability, predicted[0]) ? 1 : 0;
                            count++;
                        }
                        regions.add(outputs, 0, label, 0, chance, predicted, 0);
                        if (count > 0 && count % 1000 == 0) {
                            assertThat(requireNonNull(regions.coverage()).window())
                                    .as("seed %d, right %s, certain %s, label %d", seed, right, certain, n)
                                    .isCloseTo(asked, within(0.05));
                        }
                    }
                    Coverage coverage = requireNonNull(regions.coverage());
                    assertThat(coverage.run()).isEqualTo(hits / (double) count);
                    assertThat(coverage.run())
                            .as("seed %d, right %s, certain %s", seed, right, certain)
                            .isCloseTo(asked, within(0.02));
                    assertThat(coverage.size()).isLessThan(right == 1 ? 1 : 2);
                }
            }
        }
    }

    @Test
    void allClassesAreInTheSetWhereTheWorstIsToBeExpected() {
        TaskRegions regions = regions(Rows.MULTICLASS, new IntervalSpec.Adaptive(0.99, 100, 0.5));
        double[] outputs = {1, 0, 0, 0};
        for (int n = 0; n < 110; n++) {
            regions.add(outputs, 0, new double[] {n < 100 ? 0 : 1}, 0, 0.5, null, 0);
        }
        double[] predicted = predict(regions, Rows.MULTICLASS, 0.999, outputs);
        assertThat(Arrays.stream(outputs).allMatch(p -> Region.contains(p, predicted[0])))
                .isTrue();
    }

    @Test
    void intervalsAreFiniteWhateverCame() {
        TaskRegions regions = regions(Rows.REGRESSION, new IntervalSpec.Adaptive(0.9, 10, 0.1));
        double[] huge = {1e308, -1e308, Double.MAX_VALUE};
        for (int n = 0; n < 100; n++) {
            double value = huge[n % 3];
            double[] predicted = predict(regions, Rows.REGRESSION, 0, value);
            double @Nullable [] sent = Double.isNaN(predicted[0]) ? null : predicted;
            if (sent != null) {
                assertThat(Region.low(value, sent[0])).isFinite();
                assertThat(Region.high(value, sent[0])).isFinite();
            }
            regions.add(new double[] {value}, 0, new double[] {-value / (1 + n % 7)}, 0, 0, sent, 0);
        }
    }
}

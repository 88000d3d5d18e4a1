package io.mainstem.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.spec.MetricsSpec;
import io.mainstem.spec.TaskSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FadingTest {

    private static final double FACTOR = 0.97;

    static Stream<TaskSpec> tasks() {
        return Rows.tasks();
    }

    /** As a sum over all rows with the weight of each, from the definition. */
    @Test
    void aMeanIsThatOfTheWeightedRows() {
        Rows rows = Rows.random(Rows.BINARY, 300, 5);
        double weights = 0;
        double right = 0;
        double loss = 0;
        double truePositives = 0;
        double errors = 0;
        for (int r = 0; r < rows.size(); r++) {
            double weight = Math.pow(FACTOR, rows.size() - 1 - r);
            double p = rows.outputs()[r][0];
            boolean label = rows.labels()[r][0] == 1;
            weights += weight;
            right += p >= .5 == label ? weight : 0;
            truePositives += p >= .5 && label ? weight : 0;
            errors += p >= .5 != label ? weight : 0;
            loss -= weight * Math.log(LogLoss.clip(label ? p : 1 - p));
        }

        Map<String, Double> faded = faded(Rows.BINARY, rows);

        assertThat(faded).containsOnlyKeys("logLoss", "accuracy", "f1");
        assertThat(faded.get("accuracy")).isCloseTo(right / weights, within(1e-12));
        assertThat(faded.get("f1")).isCloseTo(2 * truePositives / (2 * truePositives + errors), within(1e-12));
        assertThat(faded.get("logLoss")).isCloseTo(loss / weights, within(1e-9));
    }

    @Test
    void theErrorsOfARegressionFadeAroundAFadingMean() {
        Rows rows = Rows.random(Rows.REGRESSION, 300, 6);
        double[] weight = IntStream.range(0, rows.size())
                .mapToDouble(r -> Math.pow(FACTOR, rows.size() - 1 - r))
                .toArray();
        double weights = 0;
        double labels = 0;
        for (int r = 0; r < rows.size(); r++) {
            weights += weight[r];
            labels += weight[r] * rows.labels()[r][0];
        }
        double sse = 0;
        double sst = 0;
        for (int r = 0; r < rows.size(); r++) {
            double label = rows.labels()[r][0];
            sse += weight[r] * Math.pow(label - rows.outputs()[r][0], 2);
            sst += weight[r] * Math.pow(label - labels / weights, 2);
        }

        Map<String, Double> faded = faded(Rows.REGRESSION, rows);

        assertThat(faded.get("rmse")).isCloseTo(Math.sqrt(sse / weights), within(1e-9));
        assertThat(faded.get("r2")).isCloseTo(1 - sse / sst, within(1e-9));
    }

    /** However fast they fade: two labels are two, even if the weights of all that came are less. */
    @Test
    void rSquaredTakesTwoLabels() {
        for (double factor : new double[] {0.999, 0.4, 1e-9}) {
            TaskEvaluator evaluator = TaskEvaluator.of(Rows.REGRESSION, new MetricsSpec(1, 10, factor, 0));
            evaluator.add(new double[] {1}, 0, new double[] {2}, 0);
            assertThat(evaluator.scores().faded()).doesNotContainKey("r2");
            evaluator.add(new double[] {3}, 0, new double[] {5}, 0);
            // The labels' mean is (5 + 2 f) / (1 + f), and their squares around it 9 f / (1 + f).
            double expected = 1 - (4 + factor) * (1 + factor) / (9 * factor);
            assertThat(evaluator.scores().faded().get("r2"))
                    .as("factor %s", factor)
                    .isCloseTo(expected, within(1e-6 * Math.abs(expected)));
        }
    }

    /** What is long gone has no weight: the metrics come to be those of the newest rows alone. */
    @ParameterizedTest
    @MethodSource("tasks")
    void whatIsLongGoneIsForgotten(TaskSpec task) {
        Rows rows = Rows.random(task, 4000, 7);
        Fading all = Measures.of(task).fading().get();
        Fading newest = Measures.of(task).fading().get();
        for (int r = 0; r < rows.size(); r++) {
            add(all, rows, r);
            if (r >= 2000) {
                add(newest, rows, r);
            }
        }

        Map<String, Double> expected = values(newest);
        values(all)
                .forEach((name, value) ->
                        assertThat(value).as(name).isCloseTo(requireNonNull(expected.get(name)), within(1e-9)));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aFactorOfOneForgetsNothing(TaskSpec task) {
        Rows rows = Rows.random(task, 300, 8);
        Fading fading = Measures.of(task).fading().get();
        RunMetric run = Measures.of(task).fading().get();
        for (int r = 0; r < rows.size(); r++) {
            fading.fade(1);
            rows.slice(r, r + 1).into(fading);
            rows.slice(r, r + 1).into(run);
        }

        assertThat(values(fading)).isEqualTo(values(run));
    }

    private static void add(Fading metric, Rows rows, int row) {
        metric.fade(FACTOR);
        rows.slice(row, row + 1).into(metric);
    }

    private static Map<String, Double> faded(TaskSpec task, Rows rows) {
        TaskEvaluator evaluator = TaskEvaluator.of(task, new MetricsSpec(1, 10, FACTOR, 0));
        rows.into(evaluator);
        return evaluator.scores().faded();
    }

    private static Map<String, Double> values(Metric metric) {
        Map<String, Double> values = new LinkedHashMap<>();
        metric.report(values);
        return values;
    }
}

package io.mainstem.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.spec.MetricsSpec;
import io.mainstem.spec.TaskSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the definitions, prefix by prefix. */
class TaskEvaluatorTest {

    private static final int WINDOW = 40;

    static List<TaskSpec> tasks() {
        return List.of(
                Rows.BINARY, Rows.multiclass(2), Rows.MULTICLASS, Rows.MULTILABEL, Rows.REGRESSION, Rows.REGRESSIONS);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void equalsTheDefinitionsAfterEveryLabel(TaskSpec task) {
        for (long seed = 1; seed <= 3; seed++) {
            Rows rows = Rows.random(task, 150, seed);
            String averages = task instanceof TaskSpec.Regression
                    ? "runningMean"
                    : task instanceof TaskSpec.Multilabel ? "labelFrequencies" : "classFrequencies";
            Rows byAverages = Definitions.averages(rows);
            Rows byLast = Definitions.lastLabels(rows);
            TaskEvaluator evaluator = TaskEvaluator.of(task, new MetricsSpec(1, WINDOW));
            for (int n = 1; n <= rows.size(); n++) {
                rows.slice(n - 1, n).into(evaluator);
                String at = "seed %d, label %d, ".formatted(seed, n);
                TaskScores scores = evaluator.scores();
                assertThat(evaluator.labels()).as(at).isEqualTo(n);

                Rows run = rows.slice(0, n);
                assertEqual(at + "window", scores.window(), Definitions.calibrated(run.last(WINDOW)));
                assertEqual(at + "run", exact(scores.run(), n), exact(Definitions.calibrated(run), n));

                assertThat(scores.baselines()).as(at).containsOnlyKeys(averages, "lastLabel");
                assertThat(scores.windowBaselines()).as(at).containsOnlyKeys(averages, "lastLabel");
                Rows a = byAverages.slice(0, n);
                Rows l = byLast.slice(0, n);
                assertEqual(at + "averages", requireNonNull(scores.baselines().get(averages)), unranked(a));
                assertEqual(
                        at + "averages, window",
                        requireNonNull(scores.windowBaselines().get(averages)),
                        unranked(a.last(WINDOW)));
                assertEqual(at + "last", requireNonNull(scores.baselines().get("lastLabel")), decided(l));
                assertEqual(
                        at + "last, window",
                        requireNonNull(scores.windowBaselines().get("lastLabel")),
                        decided(l.last(WINDOW)));
            }
        }
    }

    /** The AUC of a run is exact only while the window holds it. */
    private static Map<String, Double> exact(Map<String, Double> metrics, int n) {
        return n <= WINDOW ? metrics : without(metrics, "rocAuc");
    }

    private static Map<String, Double> unranked(Rows rows) {
        return without(Definitions.metrics(rows), "rocAuc");
    }

    private static Map<String, Double> decided(Rows rows) {
        return without(unranked(rows), "logLoss");
    }

    private static Map<String, Double> without(Map<String, Double> metrics, String name) {
        Map<String, Double> rest = new HashMap<>(metrics);
        rest.remove(name);
        return rest;
    }

    private static void assertEqual(String as, Map<String, Double> actual, Map<String, Double> expected) {
        assertThat(actual).as(as).containsOnlyKeys(expected.keySet());
        expected.forEach((name, value) -> assertThat(actual.get(name))
                .as("%s: %s", as, name)
                .isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value)))));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aucOfALongRunIsNearTheExactOne(TaskSpec task) {
        Rows rows = Rows.random(task, 5000, 9);
        TaskEvaluator all = TaskEvaluator.of(task, new MetricsSpec(1, 5000));
        TaskEvaluator some = TaskEvaluator.of(task, new MetricsSpec(1, WINDOW));
        rows.into(all);
        rows.into(some);
        Map<String, Double> exact = all.scores().run();
        assertEqual("5,000 rows", without(some.scores().run(), "rocAuc"), without(exact, "rocAuc"));
        if (exact.containsKey("rocAuc")) {
            assertThat(some.scores().run().get("rocAuc")).isCloseTo(exact.get("rocAuc"), within(.001));
        }
    }

    @ParameterizedTest
    @MethodSource("io.mainstem.evaluate.Rows#tasks")
    void anEmptyOneHasNoMetrics(TaskSpec task) {
        TaskEvaluator evaluator = TaskEvaluator.of(task, new MetricsSpec(1, WINDOW));
        TaskScores scores = evaluator.scores();
        assertThat(evaluator.labels()).isZero();
        assertThat(scores.run()).isEmpty();
        assertThat(scores.window()).isEmpty();
        boolean compares = !(task instanceof TaskSpec.Clustering);
        assertThat(!scores.baselines().isEmpty()).isEqualTo(compares);
        assertThat(scores.baselines())
                .allSatisfy((name, metrics) -> assertThat(metrics).isEmpty());
        assertThat(scores.windowBaselines())
                .hasSameSizeAs(scores.baselines())
                .allSatisfy((name, metrics) -> assertThat(metrics).isEmpty());
    }

    @Test
    void readsFromOffsets() {
        TaskEvaluator plain = TaskEvaluator.of(Rows.MULTILABEL, new MetricsSpec(1, WINDOW));
        TaskEvaluator shifted = TaskEvaluator.of(Rows.MULTILABEL, new MetricsSpec(1, WINDOW));
        Rows rows = Rows.random(Rows.MULTILABEL, 100, 4);
        rows.into(plain);
        for (int r = 0; r < rows.size(); r++) {
            double[] outputs = new double[9];
            double[] labels = new double[7];
            System.arraycopy(rows.outputs()[r], 0, outputs, 3, 5);
            System.arraycopy(rows.labels()[r], 0, labels, 2, 5);
            shifted.add(outputs, 3, labels, 2);
        }
        assertThat(shifted.scores()).isEqualTo(plain.scores());
    }

    @Test
    void anInfinitePredictionLeavesTheWindowAgain() {
        TaskEvaluator evaluator = TaskEvaluator.of(Rows.REGRESSION, new MetricsSpec(1, 2));
        evaluator.add(new double[] {Double.POSITIVE_INFINITY}, 0, new double[] {1}, 0);
        evaluator.add(new double[] {3}, 0, new double[] {2}, 0);
        assertThat(evaluator.scores().window()).isEmpty();
        evaluator.add(new double[] {3}, 0, new double[] {3}, 0);
        assertThat(evaluator.scores().window()).containsEntry("mae", .5);
        assertThat(evaluator.scores().run()).isEmpty();
        assertThat(evaluator.scores().baselines().get("lastLabel")).containsEntry("mae", 1.);
    }

    @Test
    void predictionsThatAreNoNumbersDoNotStopIt() {
        for (TaskSpec task : tasks()) {
            TaskEvaluator evaluator = TaskEvaluator.of(task, new MetricsSpec(1, 10));
            double[] outputs = new double[task.outputWidth()];
            Arrays.fill(outputs, Double.NaN);
            double[] labels = new double[task.labelWidth()];
            for (int i = 0; i < 20; i++) {
                labels[0] = i % 2;
                evaluator.add(outputs, 0, labels, 0);
            }
            TaskScores scores = evaluator.scores();
            assertThat(scores.run()).as(task.name()).doesNotContainKeys("logLoss", "mae", "rmse", "r2");
            assertThat(scores.run().values()).as(task.name()).allMatch(Double::isFinite);
            assertThat(scores.window().values()).as(task.name()).allMatch(Double::isFinite);
        }
    }

    @Test
    void refusesAWindowOfNoRow() {
        assertThatThrownBy(() -> TaskEvaluator.of(Rows.BINARY, new MetricsSpec(1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("window is 0 rows; expected 1 to ");
    }
}

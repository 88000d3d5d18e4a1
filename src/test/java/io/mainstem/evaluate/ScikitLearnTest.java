package io.mainstem.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.spec.MetricsSpec;
import io.mainstem.spec.TaskSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against scikit-learn, and numpy where that has no such metric, prefix by prefix; {@code src/bench/metric_fixtures.py}
 * writes the fixtures.
 */
class ScikitLearnTest {

    private static final double EXACT = 1e-9;
    /** Of the AUC from a histogram of the scores. */
    private static final double NEAR = .001;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "binary",
                "binary-one-class",
                "binary-long",
                "multiclass",
                "multiclass-late-class",
                "multiclass-long",
                "multilabel",
                "multilabel-empty",
                "regression",
                "regression-constant"
            })
    void equalsScikitLearn(String name) throws IOException {
        List<String> lines = lines(name);
        Map<String, String> made = fields(lines.get(0));
        int window = Integer.parseInt(of(made, "window"));
        TaskEvaluator evaluator =
                TaskEvaluator.of(task(made), new MetricsSpec(1, window, Double.parseDouble(of(made, "fading")), 0));
        int compared = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(" \\| ", -1);
            evaluator.add(numbers(fields[0]), 0, numbers(fields[1]), 0);
            if (fields.length > 2) {
                TaskScores scores = evaluator.scores();
                String at = name + ", label " + evaluator.labels();
                double auc = evaluator.labels() <= window ? EXACT : NEAR;
                assertEqual(at + ", run", scores.run(), fields(fields[2]), auc);
                assertEqual(at + ", window", scores.window(), fields(fields[3]), EXACT);
                assertEqual(at + ", faded", scores.faded(), fields(fields[4]), EXACT);
                compared++;
            }
        }
        assertThat(evaluator.labels()).isGreaterThan(2L * window);
        assertThat(compared).isGreaterThanOrEqualTo(30);
    }

    private static void assertEqual(
            String as, Map<String, Double> actual, Map<String, String> expected, double aucWithin) {
        // Beside labels that are all equal scikit-learn's weighted R2 is noise, and not in the fixtures.
        assertThat(actual).as(as).containsKeys(expected.keySet().toArray(String[]::new));
        assertThat(expected).as(as).containsKeys(without(actual, "r2"));
        expected.forEach((name, value) -> assertThat(requireNonNull(actual.get(name)))
                .as("%s: %s", as, name)
                .isCloseTo(Double.parseDouble(value), within(name.equals("rocAuc") ? aucWithin : EXACT)));
    }

    private static String[] without(Map<String, Double> metrics, String name) {
        return metrics.keySet().stream().filter(each -> !each.equals(name)).toArray(String[]::new);
    }

    private static TaskSpec task(Map<String, String> made) {
        int outputs = Integer.parseInt(of(made, "outputs"));
        return switch (of(made, "task")) {
            case "binary" -> Rows.BINARY;
            case "multiclass" -> Rows.multiclass(outputs);
            case "multilabel" -> Rows.multilabel(outputs);
            default -> Rows.regression(outputs);
        };
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in =
                requireNonNull(ScikitLearnTest.class.getResourceAsStream("/scikit-learn/" + name + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static double[] numbers(String field) {
        return Stream.of(field.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    }

    private static String of(Map<String, String> fields, String name) {
        return requireNonNull(fields.get(name));
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String field : text.split(" ", -1)) {
            int equals = field.indexOf('=');
            fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return fields;
    }
}

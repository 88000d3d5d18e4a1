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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against scikit-learn, prefix by prefix; {@code src/bench/metric_fixtures.py} writes the fixtures. */
class ScikitLearnTest {

    private static final int WINDOW = 30;

    static Stream<Arguments> streams() {
        return Stream.of(
                Arguments.of("binary", Rows.BINARY),
                Arguments.of("multiclass", Rows.multiclass(3)),
                Arguments.of("multilabel", Rows.multilabel(4)),
                Arguments.of("regression", Rows.regression(2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void equalsScikitLearn(String name, TaskSpec task) throws IOException {
        TaskEvaluator evaluator = TaskEvaluator.of(task, new MetricsSpec(1, WINDOW));
        for (String line : lines(name)) {
            String[] fields = line.split(" \\| ", -1);
            evaluator.add(numbers(fields[0]), 0, numbers(fields[1]), 0);
            TaskScores scores = evaluator.scores();
            String at = "label " + evaluator.labels();
            assertEqual(at + ", run", scores.run(), metrics(fields[2]), evaluator.labels() <= WINDOW);
            assertEqual(at + ", window", scores.window(), metrics(fields[3]), true);
        }
        assertThat(evaluator.labels()).isEqualTo(90);
    }

    /** scikit-learn's AUC needs all classes; where it has none there is nothing to compare. */
    private static void assertEqual(
            String as, Map<String, Double> actual, Map<String, Double> expected, boolean exactAuc) {
        assertThat(actual).as(as).containsKeys(expected.keySet().toArray(String[]::new));
        expected.forEach((name, value) -> {
            if (exactAuc || !name.equals("rocAuc")) {
                assertThat(requireNonNull(actual.get(name)))
                        .as("%s: %s", as, name)
                        .isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
            }
        });
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

    private static Map<String, Double> metrics(String field) {
        Map<String, Double> metrics = new HashMap<>();
        for (String metric : field.split(" ", -1)) {
            int equals = metric.indexOf('=');
            metrics.put(metric.substring(0, equals), Double.parseDouble(metric.substring(equals + 1)));
        }
        return metrics;
    }
}

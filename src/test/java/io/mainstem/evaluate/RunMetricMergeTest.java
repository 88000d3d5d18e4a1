package io.mainstem.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parts of a stream, scored apart and merged, score as the whole does. */
class RunMetricMergeTest {

    static Stream<TaskSpec> tasks() {
        return Rows.tasks();
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void anySplitMergesToTheWhole(TaskSpec task) {
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Rows rows = Rows.random(task, 200, seed);
            List<RunMetric> parts = new ArrayList<>();
            for (int p = 1 + random.nextInt(6); p > 0; p--) {
                parts.add(run(task));
            }
            for (int r = 0; r < rows.size(); r++) {
                rows.slice(r, r + 1).into(parts.get(random.nextInt(parts.size())));
            }
            RunMetric merged = run(task);
            for (RunMetric part : parts) {
                merged.merge(part);
            }
            RunMetric whole = run(task);
            rows.into(whole);
            Map<String, Double> expected = values(whole);
            Map<String, Double> actual = values(merged);
            assertThat(actual).containsOnlyKeys(expected.keySet());
            for (String name : expected.keySet()) {
                assertThat(actual.get(name))
                        .as("seed %d: %s in %d parts", seed, name, parts.size())
                        .isCloseTo(expected.get(name), within(1e-12));
            }
        }
    }

    private static RunMetric run(TaskSpec task) {
        Measures measures = Measures.of(task);
        return measures.calibrated() ? new RunMetrics(measures.run(), Reliability.of(task)) : measures.run();
    }

    private static Map<String, Double> values(Metric metric) {
        Map<String, Double> values = new LinkedHashMap<>();
        metric.report(values);
        return values;
    }
}

package io.mainstem.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parts of a stream, scored apart and merged, score as the whole does. */
class RunMetricMergeTest {

    /** Made of counts alone, which merge to the last bit; others are made of sums, which depend on their order. */
    private static final Set<String> COUNTED = Set.of("accuracy", "f1", "microF1", "rocAuc");

    private static final double FACTOR = 0.99;

    static Stream<TaskSpec> tasks() {
        return Rows.tasks();
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void anySplitMergesToTheWhole(TaskSpec task) {
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Rows rows = Rows.random(task, 1 + random.nextInt(seed == 1 ? 20_000 : 400), seed);
            int parts = 1 + random.nextInt(6);
            RunMetric[] all = Stream.generate(() -> run(task)).limit(parts + 1L).toArray(RunMetric[]::new);
            for (int r = 0; r < rows.size(); r++) {
                // The last part stays empty.
                rows.slice(r, r + 1).into(all[random.nextInt(parts)]);
            }
            RunMetric merged = run(task);
            Arrays.stream(all).forEach(merged::merge);
            RunMetric whole = run(task);
            rows.into(whole);
            assertEqual("seed %d, %d parts".formatted(seed, parts), merged, whole);
        }
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void mergingLeavesTheOtherAsItIsAndCanBeNested(TaskSpec task) {
        for (long seed = 1; seed <= 5; seed++) {
            Rows rows = Rows.random(task, 90, seed);
            List<RunMetric> thirds = new ArrayList<>();
            for (int from = 0; from < 90; from += 30) {
                RunMetric third = run(task);
                rows.slice(from, from + 30).into(third);
                thirds.add(third);
            }
            Map<String, Double> last = values(thirds.get(2));
            RunMetric inner = run(task);
            inner.merge(thirds.get(2));
            inner.merge(thirds.get(1));
            RunMetric outer = run(task);
            outer.merge(inner);
            outer.merge(thirds.get(0));
            RunMetric whole = run(task);
            rows.into(whole);

            assertEqual("seed " + seed, outer, whole);
            assertThat(values(thirds.get(2))).as("seed %d", seed).isEqualTo(last);
        }
    }

    /** Only parts that follow each other: what fades depends on the order. */
    @ParameterizedTest
    @MethodSource("tasks")
    void whatFadesMergesOnceTheFirstPartHasFadedBesideTheSecond(TaskSpec task) {
        for (long seed = 1; seed <= 20; seed++) {
            Rows rows = Rows.random(task, 300, seed);
            int cut = new SplittableRandom(seed).nextInt(301);
            Fading first = faded(task, rows.slice(0, cut));
            Fading second = faded(task, rows.slice(cut, 300));
            first.fade(Math.pow(FACTOR, 300 - cut));
            first.merge(second);
            assertClose("seed %d, cut at %d".formatted(seed, cut), values(first), values(faded(task, rows)));
        }
    }

    private static RunMetric run(TaskSpec task) {
        Measures measures = Measures.of(task);
        return measures.calibrated() ? new RunMetrics(measures.run(), Reliability.of(task)) : measures.run();
    }

    private static Fading faded(TaskSpec task, Rows rows) {
        Fading metric = Measures.of(task).fading().get();
        for (int r = 0; r < rows.size(); r++) {
            metric.fade(FACTOR);
            rows.slice(r, r + 1).into(metric);
        }
        return metric;
    }

    private static void assertEqual(String as, Metric merged, Metric whole) {
        Map<String, Double> actual = values(merged);
        Map<String, Double> expected = values(whole);
        assertClose(as, actual, expected);
        expected.keySet().retainAll(COUNTED);
        assertThat(actual).as(as).containsAllEntriesOf(expected);
    }

    private static void assertClose(String as, Map<String, Double> actual, Map<String, Double> expected) {
        assertThat(actual).as(as).containsOnlyKeys(expected.keySet());
        expected.forEach((name, value) -> {
            if (Double.isNaN(value)) {
                assertThat(actual.get(name)).as("%s: %s", as, name).isNaN();
            } else {
                assertThat(actual.get(name))
                        .as("%s: %s", as, name)
                        .isCloseTo(value, within(1e-12 * Math.max(1, Math.abs(value))));
            }
        });
    }

    private static Map<String, Double> values(Metric metric) {
        Map<String, Double> values = new LinkedHashMap<>();
        metric.report(values);
        return values;
    }
}

package io.mainstem.app;

import io.mainstem.app.TextTable.Column;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.TaskMetrics;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The metrics in manifests, a line a metric. */
final class ManifestTable {

    private static final String NONE = "-";

    private ManifestTable() {}

    /** Of one: the model's beside its baseline's, over the whole run and over the window. */
    static List<String> of(CheckpointManifest manifest) {
        TextTable table = new TextTable(List.of(
                Column.left("task", 0),
                Column.right("labels", 0),
                Column.left("metric", 0),
                Column.right("run", 8),
                Column.right("baseline", 8),
                Column.right("window", 8).apart(),
                Column.right("baseline", 8)));
        for (TaskMetrics task : manifest.metrics()) {
            boolean first = true;
            for (String metric : metrics(task.run(), task.window())) {
                table.add(List.of(
                        first ? task.task() : "",
                        first ? String.format(Locale.ROOT, "%,d", task.labels()) : "",
                        metric,
                        value(task.run().get(metric)),
                        value(baseline(task.baselines(), metric)),
                        value(task.window().get(metric)),
                        value(baseline(task.windowBaselines(), metric))));
                first = false;
            }
        }
        return lines(table);
    }

    /** Of two, side by side, with what the second has more. */
    static List<String> of(CheckpointManifest from, CheckpointManifest to) {
        String before = "version " + from.model().version();
        String after = "version " + to.model().version();
        TextTable table = new TextTable(List.of(
                Column.left("task", 0),
                Column.left("metric", 0),
                Column.right(before, 9),
                Column.right(after, 9),
                Column.right("difference", 0),
                Column.right("window: " + before, 9).apart(),
                Column.right(after, 9),
                Column.right("difference", 0)));
        Set<String> tasks = new LinkedHashSet<>();
        from.metrics().forEach(task -> tasks.add(task.task()));
        to.metrics().forEach(task -> tasks.add(task.task()));
        for (String task : tasks) {
            Map<String, Double> run = run(from, task);
            Map<String, Double> newRun = run(to, task);
            Map<String, Double> window = window(from, task);
            Map<String, Double> newWindow = window(to, task);
            boolean first = true;
            for (String metric : metrics(run, newRun)) {
                List<String> cells = new ArrayList<>(List.of(first ? task : "", metric));
                addDifference(cells, run.get(metric), newRun.get(metric));
                addDifference(cells, window.get(metric), newWindow.get(metric));
                table.add(cells);
                first = false;
            }
        }
        return lines(table);
    }

    private static void addDifference(List<String> cells, @Nullable Double before, @Nullable Double after) {
        cells.add(value(before));
        cells.add(value(after));
        cells.add(before == null || after == null ? NONE : String.format(Locale.ROOT, "%+.4f", after - before));
    }

    private static Map<String, Double> run(CheckpointManifest manifest, String task) {
        return manifest.metrics().stream()
                .filter(each -> each.task().equals(task))
                .findFirst()
                .map(TaskMetrics::run)
                .orElse(Map.of());
    }

    private static Map<String, Double> window(CheckpointManifest manifest, String task) {
        return manifest.metrics().stream()
                .filter(each -> each.task().equals(task))
                .findFirst()
                .map(TaskMetrics::window)
                .orElse(Map.of());
    }

    private static Set<String> metrics(Map<String, Double> one, Map<String, Double> other) {
        Set<String> metrics = new LinkedHashSet<>(one.keySet());
        metrics.addAll(other.keySet());
        return metrics;
    }

    private static @Nullable Double baseline(Map<String, Map<String, Double>> baselines, String metric) {
        return baselines.values().stream()
                .filter(baseline -> baseline.containsKey(metric))
                .findFirst()
                .map(baseline -> baseline.get(metric))
                .orElse(null);
    }

    private static String value(@Nullable Double value) {
        return value == null ? NONE : String.format(Locale.ROOT, "%.4f", value);
    }

    private static List<String> lines(TextTable table) {
        List<String> lines = new ArrayList<>();
        lines.add(table.header());
        lines.addAll(table.lines());
        return lines;
    }
}

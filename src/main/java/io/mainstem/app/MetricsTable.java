package io.mainstem.app;

import io.mainstem.app.TaskView.Metric;
import io.mainstem.app.TextTable.Column;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The metrics of all tasks as a table: a line a metric, the model's value beside its baseline's. */
final class MetricsTable {

    private static final int MAX_WIDTH = 100;
    private static final int MIN_TASK_WIDTH = 8;
    private static final String NOT_YET = "-";

    private static final int RUN = 4;
    private static final int VERDICT = 6;
    private static final int WINDOW = 7;

    private record Line(List<String> cells, Verdict verdict) {}

    private final LearnerSpec spec;
    private final Ansi ansi;
    private final String dash;
    private final String ellipsis;

    MetricsTable(LearnerSpec spec, Terminal terminal) {
        this.spec = spec;
        this.ansi = new Ansi(terminal.color());
        this.dash = terminal.unicode() ? "\u2500" : "-";
        this.ellipsis = terminal.unicode() ? "\u2026" : "~";
    }

    /** Lines of metrics that {@link #lines} gives, without the table's head. */
    int rows(boolean mainOnly) {
        return spec.tasks().stream()
                .mapToInt(task -> mainOnly ? 1 : TaskView.of(task).metrics().size())
                .sum();
    }

    /**
     * The table, its head first; at most {@value #MAX_WIDTH} columns wide.
     *
     * @param metrics by task; a task that is absent has no labels yet
     * @param mainOnly whether each task gets one line, of its main metric
     */
    List<String> lines(Map<String, TaskMetrics> metrics, boolean mainOnly) {
        List<Line> content = spec.tasks().stream()
                .flatMap(task -> content(task, metrics.get(task.name()), mainOnly).stream())
                .toList();
        TextTable table = table(content, Integer.MAX_VALUE);
        int over = table.header().length() - MAX_WIDTH;
        if (over > 0) {
            table = table(content, Math.max(MIN_TASK_WIDTH, table.widths()[0] - over));
        }
        List<String> lines = new ArrayList<>();
        lines.add(ansi.bold(groups(table.starts())));
        lines.add(ansi.bold(table.header()));
        lines.add(table.rule(dash));
        List<String> rows = table.lines();
        for (int r = 0; r < rows.size(); r++) {
            lines.add(
                    colored(rows.get(r), table.starts()[VERDICT], content.get(r).verdict()));
        }
        return lines;
    }

    /** The main metric of each task in one line, for at most so many tasks. */
    String sentence(Map<String, TaskMetrics> metrics, int tasks) {
        List<String> parts = new ArrayList<>();
        for (TaskSpec task :
                spec.tasks().subList(0, Math.min(tasks, spec.tasks().size()))) {
            TaskView view = TaskView.of(task);
            TaskMetrics of = metrics.get(task.name());
            parts.add(
                    of == null
                            ? task.name() + " no labels yet"
                            : "%s %s %s (baseline %s)"
                                    .formatted(
                                            task.name(),
                                            view.main().title(),
                                            value(view.ofModel(view.main(), of.run())),
                                            value(view.ofBaseline(view.main(), of.baselines()))));
        }
        int more = spec.tasks().size() - parts.size();
        return String.join(", ", parts) + (more > 0 ? ", and " + more + " more" : "");
    }

    private TextTable table(List<Line> content, int taskWidth) {
        TextTable table = new TextTable(List.of(
                Column.left("task", 0),
                Column.left("type", 0),
                Column.right("labels", 0),
                Column.left("metric", 0),
                Column.right("model", 8),
                Column.right("baseline", 8),
                Column.left("model is", 13),
                Column.right("model", 8).apart(),
                Column.right("baseline", 8)));
        for (Line line : content) {
            List<String> cells = new ArrayList<>(line.cells());
            cells.set(0, cut(cells.get(0), taskWidth));
            table.add(cells);
        }
        return table;
    }

    private static List<Line> content(TaskSpec task, @Nullable TaskMetrics metrics, boolean mainOnly) {
        TaskView view = TaskView.of(task);
        List<Line> lines = new ArrayList<>();
        for (Metric metric : mainOnly ? List.of(view.main()) : view.metrics()) {
            boolean first = metric.equals(view.main());
            Verdict verdict = metrics == null ? Verdict.UNKNOWN : view.verdict(metric, metrics);
            List<String> cells = new ArrayList<>();
            cells.add(first ? task.name() : "");
            cells.add(first ? view.type() : "");
            cells.add(first ? String.format(Locale.ROOT, "%,d", metrics == null ? 0 : metrics.labels()) : "");
            cells.add(metric.title());
            cells.add(metrics == null ? NOT_YET : value(view.ofModel(metric, metrics.run())));
            cells.add(metrics == null ? NOT_YET : value(view.ofBaseline(metric, metrics.baselines())));
            cells.add(verdict.text());
            cells.add(metrics == null ? NOT_YET : value(view.ofModel(metric, metrics.window())));
            cells.add(metrics == null ? NOT_YET : value(view.ofBaseline(metric, metrics.windowBaselines())));
            lines.add(new Line(cells, verdict));
        }
        return lines;
    }

    private String groups(int[] starts) {
        String window =
                String.format(Locale.ROOT, "last %,d labels", spec.metrics().window());
        return " ".repeat(starts[RUN]) + "whole run" + " ".repeat(starts[WINDOW] - starts[RUN] - "whole run".length())
                + window;
    }

    private String colored(String row, int start, Verdict verdict) {
        if (verdict.text().isEmpty()) {
            return row;
        }
        int end = start + verdict.text().length();
        String text = verdict.text();
        String colored =
                switch (verdict.outcome()) {
                    case BETTER -> ansi.green(text);
                    case WORSE -> ansi.red(text);
                    case EQUAL, UNKNOWN -> text;
                };
        return row.substring(0, start) + colored + row.substring(end);
    }

    private String cut(String name, int width) {
        return name.length() <= width ? name : name.substring(0, width - 1) + ellipsis;
    }

    static String value(OptionalDouble metric) {
        if (metric.isEmpty() || !Double.isFinite(metric.getAsDouble())) {
            return NOT_YET;
        }
        double value = metric.getAsDouble();
        double size = Math.abs(value);
        String text = String.format(Locale.ROOT, size < 100 ? "%.4f" : size < 100_000 ? "%.2f" : "%.2e", value);
        return text.equals("-0.0000") ? "0.0000" : text;
    }
}

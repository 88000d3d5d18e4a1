package io.mainstem.app;

import io.mainstem.app.TextTable.Column;
import io.mainstem.event.Insight;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TransferGain;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What is known of each task beside its metrics, a line a task; columns of which nothing is known are left out. */
final class InsightTable {

    private static final String NOTHING = "-";

    /**
     * A column.
     *
     * @param cell null where there is nothing to say of the task
     */
    private record Aspect(Column column, BiFunction<TaskSpec, TaskMetrics, @Nullable String> cell) {}

    private static final List<Aspect> ASPECTS = List.of(
            new Aspect(Column.right("calib. error", 0), (task, of) -> calibration(of.insight())),
            new Aspect(Column.right("covered", 0), (task, of) -> covered(of.insight())),
            new Aspect(Column.right("mean size", 0), InsightTable::size),
            new Aspect(Column.right("held out", 0), InsightTable::heldOut),
            new Aspect(Column.right("drifts", 0), (task, of) -> drifts(of.insight())),
            new Aspect(Column.left("joint training", 0), (task, of) -> transfer(of.insight())));

    private final Terminal terminal;
    private final TextTable table;
    private final boolean empty;

    /**
     * The table of one moment.
     *
     * @param metrics by task
     */
    InsightTable(LearnerSpec spec, Terminal terminal, Map<String, TaskMetrics> metrics) {
        this.terminal = terminal;
        List<TaskSpec> tasks = spec.tasks().stream()
                .filter(task -> metrics.containsKey(task.name()))
                .toList();
        List<Aspect> known = ASPECTS.stream()
                .filter(aspect ->
                        tasks.stream().anyMatch(task -> aspect.cell().apply(task, metrics.get(task.name())) != null))
                .toList();
        empty = known.isEmpty();
        List<Column> columns = new ArrayList<>(List.of(Column.left("task", 0)));
        known.forEach(aspect -> columns.add(aspect.column()));
        table = new TextTable(columns);
        for (TaskSpec task : tasks) {
            List<String> cells = new ArrayList<>(List.of(task.name()));
            for (Aspect aspect : known) {
                String cell = aspect.cell().apply(task, metrics.get(task.name()));
                cells.add(cell == null ? NOTHING : cell);
            }
            table.add(cells);
        }
    }

    /** Whether nothing is known. */
    boolean isEmpty() {
        return empty;
    }

    /** The table, its head first. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(new Ansi(terminal.color()).bold(table.header()));
        lines.add(table.rule(terminal.unicode() ? "\u2500" : "-"));
        lines.addAll(table.lines());
        return lines;
    }

    private static @Nullable String calibration(Insight insight) {
        return insight.calibration() == null
                ? null
                : String.format(Locale.ROOT, "%.4f", insight.calibration().expectedError());
    }

    private static @Nullable String covered(Insight insight) {
        return insight.coverage() == null || !Double.isFinite(insight.coverage().run())
                ? null
                : percent(insight.coverage().run()) + " of "
                        + String.format(
                                Locale.ROOT, "%.0f %%", 100 * insight.coverage().asked());
    }

    private static @Nullable String size(TaskSpec task, TaskMetrics of) {
        if (of.insight().coverage() == null
                || !Double.isFinite(of.insight().coverage().size())) {
            return null;
        }
        double size = of.insight().coverage().size();
        return task instanceof TaskSpec.Regression
                ? MetricsTable.value(OptionalDouble.of(size)) + " wide"
                : String.format(Locale.ROOT, "%.2f classes", size);
    }

    private static @Nullable String heldOut(TaskSpec task, TaskMetrics of) {
        TaskView view = TaskView.of(task);
        return of.insight().heldOut() == null
                ? null
                : MetricsTable.value(
                        view.ofModel(view.main(), of.insight().heldOut().run()));
    }

    private static @Nullable String drifts(Insight insight) {
        return insight.drifts() == 0 ? null : String.format(Locale.ROOT, "%,d", insight.drifts());
    }

    private static @Nullable String transfer(Insight insight) {
        TransferGain gain = insight.transfer();
        if (gain == null || !Double.isFinite(gain.gain())) {
            return null;
        }
        String by = percent(gain.gain()) + " (" + percent(gain.low()) + " to " + percent(gain.high()) + ")";
        return gain.leftOut() ? by + ", left out" : by;
    }

    private static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : NOTHING;
    }
}

package io.mainstem.app;

import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Shows a learner learning: on a terminal a table drawn in place, elsewhere a plain line every few seconds; and a summary
 * at the end. For one thread.
 */
public final class LiveTable {

    private static final long REDRAW = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PLAIN_LINE = TimeUnit.SECONDS.toNanos(5);
    private static final int BAR_WIDTH = 50;

    /** What a terminal of 24 lines has left beside the heads. */
    private static final int MAX_ROWS = 16;

    /** Of a plain line. */
    private static final int MAX_TASKS = 4;

    private final LearnerSpec spec;
    private final Terminal terminal;
    private final MetricsTable table;
    private final LongSupplier nanoClock;
    private long shownAt;
    private int drawn;

    public LiveTable(LearnerSpec spec, Terminal terminal) {
        this(spec, terminal, System::nanoTime);
    }

    LiveTable(LearnerSpec spec, Terminal terminal, LongSupplier nanoClock) {
        this.spec = spec;
        this.terminal = terminal;
        this.table = new MetricsTable(spec, terminal);
        this.nanoClock = nanoClock;
        this.shownAt = nanoClock.getAsLong() - (terminal.inPlace() ? REDRAW : 0);
    }

    /**
     * Shows where the learner stands, if it is time to; to be called as often as one likes. The suppliers are asked only
     * then.
     *
     * @param metrics at most one a task
     */
    public void update(Supplier<StreamProgress> progress, Supplier<? extends Collection<TaskMetrics>> metrics) {
        long now = nanoClock.getAsLong();
        if (now - shownAt < (terminal.inPlace() ? REDRAW : PLAIN_LINE)) {
            return;
        }
        shownAt = now;
        Map<String, TaskMetrics> byTask = byTask(metrics.get());
        if (terminal.inPlace()) {
            draw(live(progress.get(), byTask));
        } else {
            terminal.out().println(state(progress.get()) + ": " + table.sentence(byTask, MAX_TASKS));
            terminal.out().flush();
        }
    }

    /** Takes the drawing away, so that other lines can follow; the next update draws it again below them. */
    public void clear() {
        if (drawn > 0) {
            terminal.out().print(Ansi.up(drawn) + Ansi.CLEAR_BELOW);
            terminal.out().flush();
            drawn = 0;
        }
    }

    /** Ends with one table of how the whole went. */
    public void summary(StreamProgress progress, Collection<TaskMetrics> metrics) {
        clear();
        Map<String, TaskMetrics> byTask = byTask(metrics);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%s: %,d events in %s, %,.0f events/s",
                spec.name(),
                progress.events(),
                seconds(progress.elapsed()),
                progress.perSecond()));
        lines.add("");
        lines.addAll(table.lines(byTask, false));
        InsightTable insight = new InsightTable(spec, terminal, byTask);
        if (!insight.isEmpty()) {
            lines.add("");
            lines.addAll(insight.lines());
        }
        lines.add("");
        lines.addAll(new Findings(spec, byTask).sentences());
        lines.forEach(terminal.out()::println);
        terminal.out().flush();
    }

    private List<String> live(StreamProgress progress, Map<String, TaskMetrics> metrics) {
        List<String> lines = new ArrayList<>();
        lines.add(spec.name() + "   " + state(progress) + "   " + clock(progress.elapsed()));
        if (progress.total() > 0) {
            lines.add(bar(progress));
        }
        lines.add("");
        boolean mainOnly = table.rows(false) > MAX_ROWS;
        List<String> all = table.lines(metrics, mainOnly);
        int head = all.size() - table.rows(mainOnly);
        lines.addAll(all.subList(0, Math.min(all.size(), head + MAX_ROWS)));
        int hidden = all.size() - head - MAX_ROWS;
        if (hidden > 0) {
            lines.add("... and " + hidden + " more tasks");
        }
        return lines;
    }

    private void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder(Ansi.up(drawn)).append(Ansi.WRAP_OFF);
        for (String line : lines) {
            frame.append(line).append(Ansi.CLEAR_LINE).append('\n');
        }
        frame.append(Ansi.CLEAR_BELOW).append(Ansi.WRAP_ON);
        terminal.out().print(frame);
        terminal.out().flush();
        drawn = lines.size();
    }

    private static String state(StreamProgress progress) {
        return progress.total() > 0
                ? String.format(
                        Locale.ROOT,
                        "%,d of %,d events, %,.0f/s",
                        progress.events(),
                        progress.total(),
                        progress.perSecond())
                : String.format(Locale.ROOT, "%,d events, %,.0f/s", progress.events(), progress.perSecond());
    }

    private String bar(StreamProgress progress) {
        double done = Math.min(1, (double) progress.events() / progress.total());
        int full = (int) Math.floor(done * BAR_WIDTH);
        String on = terminal.unicode() ? "\u2588" : "#";
        String off = terminal.unicode() ? "\u2591" : ".";
        return on.repeat(full)
                + off.repeat(BAR_WIDTH - full)
                + String.format(Locale.ROOT, " %3.0f %%", Math.floor(100 * done));
    }

    private static String clock(Duration elapsed) {
        return elapsed.toHours() > 0
                ? String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        elapsed.toHours(),
                        elapsed.toMinutesPart(),
                        elapsed.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
    }

    private static String seconds(Duration elapsed) {
        return elapsed.toMinutes() > 0
                ? clock(elapsed)
                : String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1e3);
    }

    private static Map<String, TaskMetrics> byTask(Collection<TaskMetrics> metrics) {
        Map<String, TaskMetrics> byTask = new HashMap<>();
        metrics.forEach(of -> byTask.put(of.task(), of));
        return byTask;
    }
}

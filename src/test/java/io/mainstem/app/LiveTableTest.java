package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.Event;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveTableTest {

    private static final LearnerSpec BIRDSTRIKES = LearnerSpecReader.read(
            """
            name: birdstrikes
            features: {month: {type: number}}
            tasks:
              size: {type: multiclass, classes: [Small, Medium, Large]}
              damage: {type: binary}
              speed: {type: regression}
            metrics: {window: 1000}
            """);

    private static final List<TaskMetrics> METRICS = List.of(
            metrics(
                    "size",
                    9_999,
                    Map.of("logLoss", 0.45123, "accuracy", 0.8012),
                    Map.of("logLoss", 0.44, "accuracy", 0.81),
                    Map.of("classFrequencies", Map.of("logLoss", 0.60107, "accuracy", 0.7731)),
                    Map.of("classFrequencies", Map.of("logLoss", 0.6, "accuracy", 0.77))),
            metrics(
                    "damage",
                    10_000,
                    Map.of("logLoss", 0.25, "accuracy", 0.91, "rocAuc", 0.8312),
                    Map.of("logLoss", 0.24, "accuracy", 0.92),
                    Map.of("classFrequencies", Map.of("logLoss", 0.2, "accuracy", 0.91, "rocAuc", 0.5)),
                    Map.of("classFrequencies", Map.of("logLoss", 0.2, "accuracy", 0.91))),
            metrics(
                    "speed",
                    7_201,
                    Map.of("rmse", 135.214, "mae", 27.1, "r2", 0.4587),
                    Map.of("rmse", 33.1, "mae", 25.5, "r2", 0.51),
                    Map.of("runningMean", Map.of("rmse", 147.9, "mae", 38.04, "r2", -0.00001)),
                    Map.of("runningMean", Map.of("rmse", 46.3, "mae", 37.0, "r2", Double.NaN))));

    private static final StreamProgress HALF = new StreamProgress(5_000, 10_000, 4_321.4, Duration.ofSeconds(62));

    private final StringWriter written = new StringWriter();
    private final AtomicLong now = new AtomicLong();

    @Test
    void theSummaryIsOneTable() {
        table(Terminal.plain(new PrintWriter(written)))
                .summary(new StreamProgress(10_000, 10_000, 3_124.7, Duration.ofMillis(3_240)), METRICS);
        assertThat(written.toString())
                .isEqualToNormalizingNewlines(
                        """

                        birdstrikes: 10,000 events in 3.2 s, 3,125 events/s

                                                              whole run                            last 1,000 labels
                        task    type        labels  metric       model  baseline  model is            model  baseline
                        ------  ----------  ------  --------  --------  --------  -------------    --------  --------
                        size    multiclass   9,999  log loss    0.4512    0.6011  24.9 % better      0.4400    0.6000
                                                    accuracy    0.8012    0.7731  0.0281 better      0.8100    0.7700
                        damage  binary      10,000  log loss    0.2500    0.2000  25.0 % worse       0.2400    0.2000
                                                    accuracy    0.9100    0.9100  equal              0.9200    0.9100
                                                    ROC AUC     0.8312    0.5000  0.3312 better           -         -
                        speed   regression   7,201  RMSE        135.21    147.90  8.6 % better      33.1000   46.3000
                                                    MAE        27.1000   38.0400  28.8 % better     25.5000   37.0000
                                                    R2          0.4587    0.0000  0.4587 better      0.5100         -

                        The model beats its baseline in 2 of 3 tasks.
                        A baseline sees no features: it predicts the class frequencies or the mean so far.
                        """);
    }

    @Test
    void aTerminalIsDrawnOverInPlaceAndCleared() {
        Terminal terminal = new Terminal(new PrintWriter(written), true, false, true);
        LiveTable table = table(terminal);
        update(table, HALF, METRICS.subList(0, 1));
        String first = written.toString();
        assertThat(first)
                .startsWith("\u001b[?7lbirdstrikes   5,000 of 10,000 events, 4,321/s   1:02\u001b[K\n"
                        + "\u2588".repeat(25) + "\u2591".repeat(25) + "  50 %\u001b[K\n\u001b[K\n")
                .contains("speed   regression       0  RMSE             -         -")
                .endsWith("\u001b[K\n\u001b[J\u001b[?7h");
        int lines = (int) first.chars().filter(c -> c == '\n').count();

        written.getBuffer().setLength(0);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(199));
        update(table, HALF, METRICS);
        assertThat(written.toString()).isEmpty();

        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        update(table, HALF, METRICS);
        assertThat(written.toString()).startsWith("\u001b[" + lines + "F\u001b[?7l");

        written.getBuffer().setLength(0);
        table.clear();
        table.clear();
        assertThat(written.toString()).isEqualTo("\u001b[" + lines + "F\u001b[J");
    }

    @Test
    void withoutATerminalThereIsAPlainLineNowAndThen() {
        LiveTable table = table(Terminal.plain(new PrintWriter(written)));
        update(table, HALF, METRICS);
        assertThat(written.toString()).isEmpty();
        now.addAndGet(TimeUnit.SECONDS.toNanos(5));
        update(table, HALF, METRICS);
        update(table, HALF, METRICS);
        assertThat(written.toString())
                .isEqualToNormalizingNewlines("5,000 of 10,000 events, 4,321/s: size log loss 0.4512 (baseline 0.6011),"
                        + " damage log loss 0.2500 (baseline 0.2000), speed RMSE 135.21 (baseline 147.90)\n");
    }

    @Test
    void aStreamWithoutAnEndHasNoBar() {
        LiveTable table = table(new Terminal(new PrintWriter(written), true, false, false));
        update(table, new StreamProgress(5, StreamProgress.UNKNOWN, 1, Duration.ofSeconds(3_661)), List.of());
        assertThat(written.toString())
                .startsWith("\u001b[?7lbirdstrikes   5 events, 1/s   1:01:01\u001b[K\n\u001b[K\n")
                .doesNotContain("#");
    }

    @Test
    void coloursTellBetterFromWorse() {
        table(new Terminal(new PrintWriter(written), true, true, true)).summary(HALF, METRICS);
        assertThat(written.toString())
                .contains("  \u001b[32m24.9 % better\u001b[0m  ")
                .contains("  \u001b[31m25.0 % worse\u001b[0m  ")
                .contains("  equal  ");
    }

    @Test
    void manyTasksAreShortenedToFitTheScreenButNotInTheSummary() {
        LearnerSpec many = manyTasks(29, "t");
        LiveTable table = new LiveTable(many, new Terminal(new PrintWriter(written), true, false, true), now::get);
        update(table, HALF, List.of());
        assertThat(written.toString()).contains("t16 ").doesNotContain("t17 ").contains("... and 13 more tasks");
        assertThat(written.toString()).hasLineCount(24);

        table.summary(HALF, List.of());
        assertThat(written.toString()).contains("t29 ").contains("The model beats its baseline in 0 of 29 tasks.");
    }

    @Test
    void manyTasksAreShortenedInAPlainLine() {
        LiveTable table = new LiveTable(manyTasks(6, "t"), Terminal.plain(new PrintWriter(written)), now::get);
        now.addAndGet(TimeUnit.SECONDS.toNanos(5));
        update(table, HALF, List.of());
        assertThat(written.toString()).contains("t4 no labels yet, and 2 more").doesNotContain("t5");
    }

    @Test
    void longNamesAndLargeNumbersStayWithinAHundredColumns() {
        LearnerSpec spec = manyTasks(2, "a-task-with-a-name-that-goes-on-and-on-and-on-");
        List<TaskMetrics> metrics = spec.tasks().stream()
                .map(task -> metrics(
                        task.name(),
                        123_456_789,
                        Map.of("logLoss", 1.5e9, "accuracy", 0.5),
                        Map.of("logLoss", 99_999.123),
                        Map.of("classFrequencies", Map.of("logLoss", 12_345.678, "accuracy", 0.25)),
                        Map.of()))
                .toList();
        new LiveTable(spec, Terminal.plain(new PrintWriter(written)), now::get).summary(HALF, metrics);
        assertThat(written.toString().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(written.toString())
                .contains("~  binary")
                .contains("1.50e+09")
                .contains("over 1000 % worse");
    }

    @Test
    void aTerminalIsWhatTheEnvironmentSays() {
        PrintWriter out = new PrintWriter(written);
        Charset utf8 = StandardCharsets.UTF_8;
        assertThat(Terminal.of(out, true, utf8, Map.of("TERM", "xterm")))
                .isEqualTo(new Terminal(out, true, true, true));
        assertThat(Terminal.of(out, true, utf8, Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isEqualTo(new Terminal(out, true, false, true));
        assertThat(Terminal.of(out, true, StandardCharsets.US_ASCII, Map.of("TERM", "dumb")))
                .isEqualTo(Terminal.plain(out));
        assertThat(Terminal.of(out, true, StandardCharsets.US_ASCII, Map.of())).isEqualTo(Terminal.plain(out));
        assertThat(Terminal.of(out, false, StandardCharsets.ISO_8859_1, Map.of("TERM", "xterm")))
                .isEqualTo(Terminal.plain(out));
    }

    private static void update(LiveTable table, StreamProgress progress, List<TaskMetrics> metrics) {
        table.update(() -> progress, () -> metrics);
    }

    private LiveTable table(Terminal terminal) {
        return new LiveTable(BIRDSTRIKES, terminal, now::get);
    }

    private static LearnerSpec manyTasks(int number, String name) {
        List<String> tasks = new ArrayList<>();
        for (int t = 1; t <= number; t++) {
            tasks.add("  " + name + t + ": {type: binary}");
        }
        return LearnerSpecReader.read(
                "name: many\nfeatures: {x: {type: number}}\ntasks:\n" + String.join("\n", tasks) + "\n");
    }

    private static TaskMetrics metrics(
            String task,
            long labels,
            Map<String, Double> run,
            Map<String, Double> window,
            Map<String, Map<String, Double>> baselines,
            Map<String, Map<String, Double>> windowBaselines) {
        return new TaskMetrics(
                Event.NO_TIME, task, 0, 0, labels, labels, 1, Map.of(), run, window, baselines, windowBaselines);
    }
}

package io.mainstem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.Calibration;
import io.mainstem.event.Coverage;
import io.mainstem.event.Drift;
import io.mainstem.event.Event;
import io.mainstem.event.Insight;
import io.mainstem.event.LabelAge;
import io.mainstem.event.ModelVersion;
import io.mainstem.event.Reason;
import io.mainstem.event.Steering;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TransferGain;
import io.mainstem.learn.Checkpoint;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.spec.Source;
import io.mainstem.spec.TaskSpec;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LiveModels;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LearnerMetersTest {

    private static final Map<String, Double> SCORES =
            Map.of("logLoss", 0.5, "accuracy", 0.8, "rocAuc", 0.7, "f1", 0.6, "expectedCalibrationError", 0.1);

    private long now = 1_000_000;

    /** As many series as the first 50 have, and not one more, whatever there is to say of the others. */
    @Test
    void threeHundredTasksAreNoMoreSeriesThanFifty() {
        String few = scrapeOf(50);
        String many = scrapeOf(300);

        assertThat(values(many, "task")).hasSize(50).contains("t0", "t49");
        assertThat(values(many, "other")).hasSize(8);
        assertThat(series(many, "mainstem_task_gradient_cosine")).hasSize(8 * 7);
        assertThat(many).contains("mainstem_tasks_unmetered{application=\"test\"} 250.0");
        // Those of the JVM come and go with its garbage collections.
        assertThat(series(many, "mainstem_\\w+"))
                .hasSameSizeAs(series(few, "mainstem_\\w+"))
                .hasSizeBetween(2_000, 4_000);
        assertThat(values(many, "reason")).hasSize(Reason.values().length);
    }

    /** No tag is of a kind that grows with what streams by. */
    @Test
    void itsTagsAreTheseAndNoOthers() {
        assertThat(Pattern.compile("[{,]([a-z_]+)=")
                        .matcher(scrapeOf(3)
                                .lines()
                                .filter(line -> line.startsWith("mainstem"))
                                .collect(Collectors.joining("\n")))
                        .results()
                        .map(tag -> tag.group(1)))
                .containsOnly(
                        "application",
                        "partition",
                        "task",
                        "other",
                        "metric",
                        "of",
                        "over",
                        "bound",
                        "kind",
                        "age",
                        "reason",
                        "topic");
    }

    private String scrapeOf(int tasks) {
        LearnerSpec spec = spec(tasks);
        LearnerView view = new LearnerView(spec, () -> now);
        try (Meters meters = new Meters(view, new LiveModels(), "test")) {
            view.status(status(spec, 0, 5, 0, null));
            view.status(status(spec, 0, 905, 900, null));
            return meters.scrape();
        }
    }

    @Test
    void countersHaveWhatCameInThisProcess() {
        LearnerSpec spec = spec(1);
        LearnerView view = new LearnerView(spec, () -> now);
        try (Meters meters = new Meters(view, new LiveModels(), "test")) {
            view.status(status(spec, 0, 1_000, 900, null));
            view.status(status(spec, 0, 1_010, 908, null));
            assertThat(value(meters, "mainstem_records_total")).isEqualTo(10);
            assertThat(value(meters, "mainstem_task_labels_total")).isEqualTo(8);
            assertThat(value(meters, "mainstem_task_run_labels")).isEqualTo(908);
            assertThat(value(meters, "mainstem_task_labels_held")).isEqualTo(2);

            // A rollback takes the run's labels back; Prometheus would take a counter that falls for one that began
            // anew.
            view.status(status(spec, 0, 1_020, 500, null));
            assertThat(value(meters, "mainstem_task_labels_total")).isEqualTo(8);
            assertThat(value(meters, "mainstem_task_run_labels")).isEqualTo(500);
            view.status(status(spec, 0, 1_030, 505, null));
            assertThat(value(meters, "mainstem_task_labels_total")).isEqualTo(13);
            assertThat(value(meters, "mainstem_records_total")).isEqualTo(30);
        }
    }

    @Test
    void aPartitionThatIsElsewhereHasNoMetersHere() {
        LearnerSpec spec = spec(1);
        LearnerView view = new LearnerView(spec, () -> now);
        try (Meters meters = new Meters(view, new LiveModels(), "test")) {
            view.status(status(spec, 0, 10, 10, null));
            view.status(status(spec, 1, 10, 10, null));
            assertThat(values(meters.scrape(), "partition")).containsOnly("0", "1");
            view.status(status(spec, 1, 20, 20, "checksum"));
            assertThat(values(meters.scrape(), "partition")).containsOnly("0");
            // What others did with it meanwhile is not counted here.
            view.status(status(spec, 1, 5_000, 5_000, null));
            view.status(status(spec, 1, 5_003, 5_003, null));
            assertThat(meters.scrape()).contains("mainstem_records_total{application=\"test\",partition=\"1\"} 3.0\n");
        }
    }

    @Test
    void whatThisProcessAloneKnows() {
        LearnerSpec spec = spec(1);
        LearnerView view = new LearnerView(spec, () -> now);
        try (Meters meters = new Meters(view, new LiveModels(), "test")) {
            view.status(status(spec, 0, 10, 10, null));
            assertThat(meters.scrape()).doesNotContain("mainstem_checkpoint_age_seconds{");
            view.checkpoint(new Checkpoint(
                    new ModelVersion(0, 0, 1, 5), Event.NO_TIME, 10, 10, Map.of(), "", Steering.NONE, List.of()));
            view.drift(new Drift(Event.NO_TIME, 0, 5, 10, null, "a", "pageHinkley", 0, 1, 1));
            view.drift(new Drift(Event.NO_TIME, 0, 5, 10, "t0", null, "adwin", 0, 1, 1));
            now += 90_000;
            assertThat(value(meters, "mainstem_checkpoint_age_seconds")).isEqualTo(90);
            assertThat(value(meters, "mainstem_feature_drifts_total")).isEqualTo(1);
            assertThat(value(meters, "mainstem_event_time_seconds")).isEqualTo(1_767_225_600);
        }
    }

    /** One that stands still is not hidden by another that goes on; a command is no progress. */
    @Test
    void eachPartitionIsIdleByItself() {
        LearnerSpec spec = spec(1);
        LearnerView view = new LearnerView(spec, () -> now);
        try (Meters meters = new Meters(view, new LiveModels(), "test")) {
            view.status(status(spec, 0, 10, 10, null));
            view.status(status(spec, 1, 10, 10, null));
            now += 60_000;
            view.status(status(spec, 1, 20, 20, null));
            view.status(commanded(status(spec, 0, 10, 10, null)));
            assertThat(series(meters.scrape(), "mainstem_stream_idle_seconds"))
                    .containsExactlyInAnyOrder(
                            "mainstem_stream_idle_seconds{application=\"test\",partition=\"0\"} 60.0",
                            "mainstem_stream_idle_seconds{application=\"test\",partition=\"1\"} 0.0");
        }
    }

    /** The same after a record more, of the topic of commands. */
    private static LearnerStatus commanded(LearnerStatus status) {
        Map<Source, Long> offsets = new EnumMap<>(status.offsets());
        offsets.put(Source.CONTROL, 0L);
        return new LearnerStatus(
                status.model(),
                status.records() + 1,
                status.events(),
                status.examples(),
                status.waiting(),
                status.awaiting(),
                status.repeated(),
                status.steering(),
                status.rejected(),
                status.metrics(),
                offsets,
                status.learningRate(),
                status.parameters(),
                status.stateBytes(),
                status.restoreMillis(),
                null);
    }

    private static LearnerSpec spec(int tasks) {
        return LearnerSpecReader.read("name: many\nfeatures: {a: {type: number}}\ntasks:\n"
                + IntStream.range(0, tasks)
                        .mapToObj(n -> "  t" + n + ": {type: binary}\n")
                        .collect(Collectors.joining()));
    }

    private static LearnerStatus status(
            LearnerSpec spec, int replica, long records, long labels, @Nullable String checksum) {
        Map<Reason, Long> rejected = new EnumMap<>(Reason.class);
        if (labels > 0) {
            for (Reason reason : Reason.values()) {
                rejected.put(reason, 1L);
            }
        }
        return new LearnerStatus(
                new ModelVersion(replica, 0, 1, labels / 16),
                records,
                records,
                labels,
                3,
                2,
                1,
                Steering.NONE,
                rejected,
                spec.tasks().stream()
                        .map(task -> metrics(spec, task.name(), replica, labels))
                        .toList(),
                Map.of(Source.EVENTS, records - 1),
                0.001,
                100,
                1_000,
                20,
                checksum);
    }

    private static TaskMetrics metrics(LearnerSpec spec, String task, int replica, long labels) {
        Map<String, Double> cosines = new HashMap<>();
        spec.tasks().stream()
                .map(TaskSpec::name)
                .filter(other -> !other.equals(task))
                .forEach(other -> {
                    cosines.put(other, 0.5);
                });
        Map<String, Map<String, Double>> baselines = Map.of("classFrequencies", SCORES, "lastLabel", SCORES);
        return new TaskMetrics(
                1_767_225_600_000L,
                task,
                replica,
                labels / 16,
                labels,
                labels,
                0,
                1,
                cosines,
                SCORES,
                SCORES,
                baselines,
                baselines,
                Map.of("waiting", 1L, "early", 2L, "answered", 5L, "late", 1L),
                Map.of("1m", new LabelAge(5, SCORES), "more", new LabelAge(1, SCORES)),
                new Insight(
                        SCORES,
                        new Calibration(0.1, List.of()),
                        null,
                        new TransferGain(labels, 1, 0.1, 0, 0.2, 0.1, 0, 0.2, false),
                        new Coverage(0.9, 0.9, 0.9, 1.1),
                        2));
    }

    private static List<String> series(String scrape, String name) {
        return scrape.lines().filter(line -> line.matches(name + "\\{.*")).toList();
    }

    private static double value(Meters meters, String name) {
        List<String> found = series(meters.scrape(), name);
        assertThat(found).as(name).hasSize(1);
        String line = found.get(0);
        return Double.parseDouble(line.substring(line.lastIndexOf(' ')));
    }

    private static Set<String> values(String scrape, String tag) {
        return Pattern.compile("mainstem\\S*[{,]" + tag + "=\"([^\"]*)\"")
                .matcher(scrape)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toSet());
    }
}

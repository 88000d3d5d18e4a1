package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.Birdstrikes;
import io.mainstem.DelayedLabels;
import io.mainstem.event.Reason;
import io.mainstem.learn.LearnerRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

    private static final int EVENTS = 1_003;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each
    private Path config;

    @BeforeEach
    void writeConfig() throws IOException {
        config = Files.writeString(folder.resolve("learner.yaml"), Birdstrikes.yaml());
    }

    @Test
    void printsOneJsonObjectWithMetricsAndBaselines() throws IOException {
        Path events = write(Birdstrikes.events(EVENTS));

        CommandLineRun ran =
                CommandLineRun.of("evaluate", "--config", config.toString(), "--events", events.toString(), "--json");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines()).hasSize(1);
        Map<String, Object> report = flat(ran.out());
        LearnerRun run = new LearnerRun(Birdstrikes.spec()).take(Birdstrikes.events(EVENTS));
        run.learner.finish(run);
        assertThat(report).containsEntry("events", (double) EVENTS).containsEntry("weights", run.weights());
        assertThat(number(report, "seconds")).isPositive();
        run.learner.metrics().forEach(task -> {
            String path = "tasks." + task.task() + ".";
            assertThat(report).containsEntry(path + "labels", (double) task.labels());
            task.run().forEach((metric, value) -> assertThat(report).containsEntry(path + metric, value));
            task.baselines()
                    .forEach((baseline, values) -> values.forEach((metric, value) ->
                            assertThat(report).containsEntry(path + "baselines." + baseline + "." + metric, value)));
        });
        assertThat(report)
                .containsKeys(
                        "tasks.size.logLoss",
                        "tasks.size.accuracy",
                        "tasks.damage.rocAuc",
                        "tasks.damage.f1",
                        "tasks.speed.mae",
                        "tasks.speed.rmse",
                        "tasks.speed.r2",
                        "tasks.size.baselines.classFrequencies.logLoss",
                        "tasks.speed.baselines.runningMean.rmse");
    }

    @Test
    void saysHowTheTasksDoBesideTheirRun() throws IOException {
        Path events = write(Birdstrikes.events(EVENTS));
        Path held = Files.writeString(
                folder.resolve("held.yaml"),
                Birdstrikes.yaml().replaceAll("(?m)^metrics:.*\\R", "") + "\nmetrics: {fading: 0.99, holdOut: 0.2}\n");

        CommandLineRun ran =
                CommandLineRun.of("evaluate", "--config", held.toString(), "--events", events.toString(), "--json");

        assertThat(ran.err()).isEmpty();
        Map<String, Object> report = flat(ran.out());
        assertThat(report)
                .containsKeys(
                        "tasks.damage.expectedCalibrationError",
                        "tasks.damage.window.expectedCalibrationError",
                        "tasks.damage.faded.logLoss",
                        "tasks.speed.faded.r2",
                        "tasks.size.heldOut.run.logLoss",
                        "tasks.size.heldOut.window.logLoss",
                        "tasks.speed.heldOut.baselines.runningMean.rmse");
        JsonNode damage = new ObjectMapper().readTree(ran.out()).at("/tasks/damage");
        double apart = 0;
        double count = 0;
        for (JsonNode bin : damage.get("calibration").get("bins")) {
            double confidence = bin.get("confidence").doubleValue();
            apart += bin.get("count").longValue()
                    * Math.abs(confidence - bin.get("frequency").doubleValue());
            count += bin.get("count").longValue();
            assertThat(confidence)
                    .isBetween(bin.get("from").doubleValue(), bin.get("to").doubleValue());
        }
        assertThat(number(report, "tasks.damage.expectedCalibrationError")).isCloseTo(apart / count, within(1e-12));
        assertThat(number(report, "tasks.damage.labels")).isEqualTo(count);
        assertThat(count + number(report, "tasks.damage.heldOut.labels")).isEqualTo(EVENTS);
        assertThat(number(report, "tasks.damage.heldOut.labels")).isBetween(0.15 * EVENTS, 0.25 * EVENTS);
    }

    @Test
    void theReportIsOnePageWithAllOfIt() throws IOException {
        Path events = write(Birdstrikes.events(EVENTS));
        Path file = Files.writeString(
                folder.resolve("script.yaml"), Birdstrikes.yaml().replace("damage:", "\"</script>\":"));
        Path page = folder.resolve("report.html");

        CommandLineRun ran = CommandLineRun.of(
                "evaluate", "--config", file.toString(), "--events", events.toString(), "--report", page.toString());

        assertThat(ran.err()).isEmpty();
        String html = Files.readString(page);
        assertThat(html).doesNotContain("{data}").doesNotContain("/*{").contains("uPlot=function");
        assertThat(html.split("</script>", -1))
                .as("four scripts, and nothing ends one early")
                .hasSize(4);
        assertThat(html).contains("default-src 'none'").doesNotContain("src=", "href=", "url(", "@import");
        String data = html.substring(html.indexOf("id=\"data\">") + "id=\"data\">".length());
        Map<String, Object> report = flat(data.substring(0, data.indexOf("</script>")));
        assertThat(report).containsEntry("events", (double) EVENTS).containsEntry("learner", "birdstrikes");
        assertThat(ran.out()).contains(String.valueOf(report.get("weights")));
    }

    @Test
    void aReportThatCannotBeWrittenIsToldBeforeTheRun() throws IOException {
        Path events = write(Birdstrikes.events(3));

        CommandLineRun ran = CommandLineRun.of(
                "evaluate",
                "--config",
                config.toString(),
                "--events",
                events.toString(),
                "--report",
                folder.resolve("no/report.html").toString());

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void labelsThatComeLaterAreLinesAmongTheEvents() throws IOException {
        Files.writeString(config, DelayedLabels.YAML);
        List<byte[]> day = DelayedLabels.day(300, 8).stream()
                .map(DelayedLabels.Arriving::value)
                .toList();
        LearnerRun run = new LearnerRun(DelayedLabels.spec()).take(day);
        run.learner.finish(run);

        CommandLineRun ran = CommandLineRun.of(
                "evaluate",
                "--config",
                config.toString(),
                "--events",
                write(day).toString(),
                "--json");

        assertThat(ran.exitCode()).isZero();
        Map<String, Object> report = flat(ran.out());
        assertThat(report).containsEntry("weights", run.weights()).containsEntry("events", 300.0);
        run.learner.metrics().forEach(task -> {
            task.lateLabels().forEach((kind, count) -> assertThat(report)
                    .containsEntry("tasks." + task.task() + ".lateLabels." + kind, (double) count));
            task.labelAges().forEach((age, scores) -> assertThat(report)
                    .containsEntry("tasks." + task.task() + ".labelAges." + age + ".labels", (double) scores.labels()));
        });
        assertThat(ran.errLines())
                .contains("mainstem: " + run.learner.rejected(Reason.LATE_LABEL)
                        + " lines had labels that were not learned: late-label");
    }

    @Test
    void itsPredictionsGiveItsMetrics() throws IOException {
        Path events = write(Birdstrikes.events(EVENTS));
        Path predictions = folder.resolve("predictions.jsonl");

        CommandLineRun ran = CommandLineRun.of(
                "evaluate",
                "--config",
                config.toString(),
                "--events",
                events.toString(),
                "--json",
                "--predictions",
                predictions.toString());

        Map<String, Map<String, Object>> labels = new HashMap<>();
        for (byte[] event : Birdstrikes.events(EVENTS)) {
            Map<String, Object> fields = flat(new String(event, UTF_8));
            labels.put(String.valueOf(fields.get("id")), fields);
        }
        List<String> lines = Files.readAllLines(predictions);
        assertThat(lines).hasSize(EVENTS);
        double errors = 0;
        int speeds = 0;
        int right = 0;
        int sizes = 0;
        for (String line : lines) {
            Map<String, Object> prediction = flat(line);
            Map<String, Object> event = requireNonNull(labels.get(String.valueOf(prediction.get("id"))));
            if (event.get("labels.speed") instanceof Double speed) {
                errors += Math.abs(speed - number(prediction, "predictions.speed.value"));
                speeds++;
            }
            if (event.get("labels.size") instanceof String size) {
                right += size.equals(prediction.get("predictions.size.value")) ? 1 : 0;
                sizes++;
            }
        }
        Map<String, Object> report = flat(ran.out());
        assertThat(number(report, "tasks.speed.labels")).isEqualTo(speeds);
        assertThat(number(report, "tasks.speed.mae")).isCloseTo(errors / speeds, within(1e-9));
        assertThat(number(report, "tasks.size.labels")).isEqualTo(sizes);
        assertThat(number(report, "tasks.size.accuracy")).isCloseTo((double) right / sizes, within(1e-12));
    }

    @Test
    void readsEventsOfTheShapeThatTheLearnerFileDeclares() throws IOException {
        Path plain = write(Birdstrikes.events(EVENTS));
        CommandLineRun expected =
                CommandLineRun.of("evaluate", "--config", config.toString(), "--events", plain.toString(), "--json");
        Path shaped = write(Birdstrikes.events(EVENTS).stream()
                .map(event -> new String(event, UTF_8)
                        .replace("\"id\":", "\"meta\":{},\"uuid\":")
                        .replace("\"features\":{", "\"strike\":{\"where\":[{},{")
                        .replace("},\"labels\"", "}]},\"outcome\"")
                        .getBytes(UTF_8))
                .toList());
        Files.writeString(
                config,
                Birdstrikes.yaml()
                        + """
                          events:
                            map: {id: /uuid, features: /strike/where/1, labels: {size: /outcome/size, damage: /outcome/damage, speed: /outcome/speed}}
                          """);

        CommandLineRun ran =
                CommandLineRun.of("evaluate", "--config", config.toString(), "--events", shaped.toString(), "--json");

        assertThat(ran.err()).isEmpty();
        Map<String, Object> report = flat(ran.out());
        Map<String, Object> same = flat(expected.out());
        assertThat(report).containsEntry("events", (double) EVENTS).containsEntry("weights", same.get("weights"));
        assertThat(report.keySet()).isEqualTo(same.keySet());
    }

    @Test
    void countsLinesThatAreNoEvents() throws IOException {
        List<byte[]> lines = new ArrayList<>(Birdstrikes.events(64));
        lines.add(5, "no JSON".getBytes(UTF_8));
        lines.add(7, "{\"features\":{}}".getBytes(UTF_8));
        lines.add(20, "no JSON either".getBytes(UTF_8));
        Path broken = write(lines);

        CommandLineRun ran =
                CommandLineRun.of("evaluate", "--config", config.toString(), "--events", broken.toString(), "--json");

        assertThat(ran.exitCode()).isZero();
        Map<String, Object> report = flat(ran.out());
        assertThat(report)
                .containsEntry("events", 64.0)
                .containsEntry("deadLetters.not-json", 2.0)
                .containsEntry("deadLetters.missing-id", 1.0)
                .containsEntry(
                        "weights",
                        new LearnerRun(Birdstrikes.spec())
                                .take(Birdstrikes.events(64))
                                .weights());
        assertThat(ran.errLines()).hasSize(2);
        assertThat(ran.err()).contains("2 lines").contains("not-json").contains("missing-id");
    }

    @Test
    void aWrongLearnerFileIsToldWithAllItsProblems() throws IOException {
        Files.writeString(
                config,
                Birdstrikes.yaml()
                        .replace("type: multiclass", "type: multicalss")
                        .replace("seed: 7", "seed: many")
                        .replaceFirst("batch: \\{.*}", "batch: {size: 0}"));

        CommandLineRun ran = CommandLineRun.of("evaluate", "--config", config.toString(), "--events", "none");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("tasks.size.type").contains("seed").contains("batch.size");
    }

    @Test
    void aMissingFileIsToldInOneLine() {
        CommandLineRun noEvents =
                CommandLineRun.of("evaluate", "--config", config.toString(), "--events", "none.jsonl");
        assertThat(noEvents.exitCode()).isEqualTo(2);
        assertThat(noEvents.errLines()).hasSize(1);
        assertThat(noEvents.err()).contains("no such file: none.jsonl");

        CommandLineRun noConfig = CommandLineRun.of("evaluate", "--config", "none.yaml", "--events", "none.jsonl");
        assertThat(noConfig.exitCode()).isEqualTo(2);
        assertThat(noConfig.errLines()).hasSize(1);
        assertThat(noConfig.err()).contains("no such file: none.yaml");
    }

    private Path write(List<byte[]> lines) throws IOException {
        List<String> text = lines.stream().map(line -> new String(line, UTF_8)).toList();
        return Files.write(folder.resolve("events.jsonl"), text);
    }

    private static double number(Map<String, Object> fields, String path) {
        return (Double) requireNonNull(fields.get(path));
    }

    /** The scalars of a JSON object by their paths; numbers as doubles. */
    static Map<String, Object> flat(String object) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser json = new JsonFactory().createParser(object)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                String path = json.getParsingContext().pathAsPointer(false).toString();
                String name = path.isEmpty() ? "" : path.substring(1).replace('/', '.');
                if (token.isNumeric()) {
                    fields.put(name, json.getDoubleValue());
                } else if (token == JsonToken.VALUE_STRING) {
                    fields.put(name, json.getText());
                } else if (token.isBoolean()) {
                    fields.put(name, json.getBooleanValue());
                }
            }
        }
        return fields;
    }
}

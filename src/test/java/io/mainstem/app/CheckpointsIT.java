package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Mainstem;
import io.mainstem.learn.Learner;
import io.mainstem.learn.LearnerRun;
import io.mainstem.learn.WarmStart;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.CheckpointFile;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import io.mainstem.stream.SavedCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a running learner to files and tables, and on into another application. */
class CheckpointsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<byte[]> EVENTS = Birdstrikes.events(400);
    private static final int TRAINED = 208;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Cluster cluster;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Path config;

    @BeforeAll
    static void train() throws Exception {
        cluster = new Cluster();
        config = Files.writeString(folder.resolve("learner.yaml"), yaml("first"));
        LearnerSpec spec = LearnerSpecReader.read(yaml("first"));
        cluster.createTopics(spec, 1);
        cluster.send(spec.topics().events(), EVENTS.subList(0, TRAINED));
        run(new LearnerTopology(spec), "first", TRAINED);
    }

    @AfterAll
    static void stopBroker() {
        cluster.close();
    }

    private static String yaml(String prefix) {
        return Birdstrikes.yaml().replaceFirst("batch: \\{.*}", "batch: {size: 16}") + "checkpoints: {every: 64}\n"
                + Cluster.topics(prefix);
    }

    /** Runs an application until it has taken so many records; returns the weights that it ends with. */
    private static String run(LearnerTopology learner, String id, int records) throws Exception {
        Path state = Files.createDirectories(folder.resolve("state-" + id));
        LearnerApplication application = new LearnerApplication(learner, id, cluster.client(), state, 1, 1);
        try (application) {
            application.start();
            Eventually.holds(
                    records + " records",
                    () -> application.status().stream()
                                    .mapToLong(LearnerStatus::records)
                                    .sum()
                            == records,
                    () -> String.valueOf(application.failure()));
        }
        return requireNonNull(application.status().get(0).weightsChecksum());
    }

    private static CommandLineRun checkpoints(String... arguments) {
        List<String> all = new ArrayList<>(List.of("checkpoints"));
        Collections.addAll(all, arguments);
        Collections.addAll(all, "--bootstrap", cluster.bootstrapServers());
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    private static Path export(String version, String name) {
        Path file = folder.resolve(name);
        CommandLineRun run = checkpoints("export", version, "--config", config.toString(), "--to", file.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return file;
    }

    @Test
    void showsAVersion() throws Exception {
        CommandLineRun text = checkpoints("show", "2", "--config", config.toString());
        assertThat(text.err()).isEmpty();
        assertThat(text.out())
                .contains("version       2 (replica 0, epoch 0)")
                .contains("step          8\n")
                .contains("nd4j 1.0.0-M2.1")
                .contains(
                        "model.version 2 (replica 0, epoch 0), steps 8 to 11; first-events-0 after offset 127 up to 191")
                .containsPattern("damage +128 +logLoss +\\d");
        assertThat(checkpoints("show", "3", "--config", config.toString()).out())
                .contains("steps from 12 on; first-events-0 after offset 191\n");

        CommandLineRun json = checkpoints("show", "2", "--config", config.toString(), "--json");
        JsonNode node = JSON.readTree(json.out());
        assertThat(node.at("/manifest/model/version").intValue()).isEqualTo(2);
        assertThat(node.at("/manifest/weightsChecksum").textValue())
                .isEqualTo(new LearnerRun(LearnerSpecReader.read(yaml("first")))
                        .take(EVENTS.subList(0, 128))
                        .weights());
        assertThat(node.at("/predictions").toString())
                .isEqualTo("{\"firstVersion\":2,\"firstStep\":8,\"lastVersion\":2,\"lastStep\":11}");
    }

    @Test
    void whatAVersionIsSaidToHavePredictedNamesIt() throws Exception {
        for (byte[] prediction :
                cluster.values(LearnerSpecReader.read(yaml("first")).topics().predictions())) {
            JsonNode model = JSON.readTree(prediction).path("model");
            assertThat(model.path("step").intValue() / 4)
                    .isEqualTo(model.path("version").intValue());
        }
    }

    @Test
    void comparesVersions() {
        CommandLineRun diff = checkpoints("diff", "3", "1", "--config", config.toString());
        assertThat(diff.err()).isEmpty();
        assertThat(diff.out())
                .contains(
                        "version 1 (step 4) and version 3 (step 12) of replica 0: 128 events and 128 examples lie between")
                .contains("predictions between them: model.version 1 to 2 (replica 0, epoch 0), steps 4 to 11")
                .containsPattern("(?m)^trunk +[\\d,]+ +[\\d.]+ +[\\d.]+ +[\\d.]+ %$")
                .containsPattern("(?m)^  head.damage.0.W +[\\d,]+ +[\\d.]+ +[\\d.]+ +[\\d.]+ %$")
                .containsPattern("(?m)^speed +\\S+ +[\\d.]+ +[\\d.]+ +[+-][\\d.]+");
        CommandLineRun same = checkpoints("diff", "2", "2", "--config", config.toString());
        assertThat(same.out()).containsPattern("(?m)^trunk .* 0.00 %$").doesNotContain("predictions between");
        failed(checkpoints("diff", "1", "2"), 2, "a comparison of weights takes the learner file");
    }

    @Test
    void exportsArrays() throws Exception {
        try (ZipFile zip = new ZipFile(export("2", "two.npz").toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()))
                    .contains("trunk.0.W.npy", "head.damage.0.b.npy", "encoder.mean.npy", "targets.speed.factor.npy")
                    .anyMatch(name -> name.startsWith("optimizer."));
            byte[] npy = zip.getInputStream(requireNonNull(zip.getEntry("trunk.0.W.npy")))
                    .readAllBytes();
            assertThat(new String(npy, 1, 5, UTF_8)).isEqualTo("NUMPY");
        }
        assertThat(Files.readAllBytes(export("2", "again.npz")))
                .isEqualTo(Files.readAllBytes(folder.resolve("two.npz")));
    }

    @Test
    void exportsAModelThatOnnxRuntimeRuns() throws Exception {
        Path file = export("3", "three.onnx");
        LearnerSpec spec = LearnerSpecReader.read(yaml("first"));
        LearnerRun run = new LearnerRun(spec).take(EVENTS.subList(0, 192));
        run.predictions.clear();
        // Nothing known: all marks of hashed features are set, and all numbers missing.
        run.take("{\"id\":\"q\",\"features\":{}}".getBytes(UTF_8));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString())) {
            Map<String, String> metadata = session.getMetadata().getCustomMetadata();
            assertThat(metadata).containsEntry("mainstem.step", "12").containsEntry("mainstem.name", "birdstrikes");
            JsonNode columns = JSON.readTree(metadata.get("mainstem.columns"));
            int width = columns.get(columns.size() - 1).path("to").intValue();
            for (JsonNode column : columns) {
                width = Math.max(width, column.path("to").intValue());
            }
            float[] row = new float[width];
            for (JsonNode column : columns) {
                if (column.path("missing").isTextual()) {
                    row[column.path("from").intValue()] = Float.NaN;
                } else {
                    row[column.path("missing").intValue()] =
                            (float) column.path("norm").doubleValue();
                }
            }
            try (OnnxTensor input = OnnxTensor.createTensor(environment, new float[][] {row});
                    OrtSession.Result result = session.run(Map.of("features", input))) {
                float[][] size = (float[][]) result.get("size").orElseThrow().getValue();
                float[][] speed = (float[][]) result.get("speed").orElseThrow().getValue();
                double[] expected = run.predictions.get(0).outputs();
                for (int c = 0; c < 3; c++) {
                    assertThat((double) size[0][c]).isCloseTo(expected[c], within(1e-5));
                }
                assertThat((double) speed[0][0]).isCloseTo(expected[4], within(1e-5 * Math.abs(expected[4])));
            }
        }
    }

    @Test
    void anotherApplicationBeginsWithAnExport() throws Exception {
        Path file = export("3", "three.mainstem");
        SavedCheckpoint saved = CheckpointFile.read(file);
        LearnerSpec spec = LearnerSpecReader.read(yaml("second"));
        cluster.createTopics(spec, 1);
        WarmStart start = saved.warmStart("three");
        List<byte[]> unlabelled = EVENTS.subList(300, 320).stream()
                .map(event -> new String(event, UTF_8)
                        .replaceFirst(",\"labels\":\\{.*}}$", "}")
                        .getBytes(UTF_8))
                .toList();
        List<byte[]> events = new ArrayList<>(unlabelled);
        events.addAll(EVENTS.subList(TRAINED, 300));
        LearnerRun expected = new LearnerRun(spec, start.begin(spec, 0).learner()).take(events);
        LearnerTopology learner = Mainstem.learner(spec).startingFrom(start);

        // Stopped within a mini-batch, and started again: by then it has a state of its own.
        cluster.send(spec.topics().events(), events.subList(0, 55));
        run(learner, "second", 55);
        cluster.send(spec.topics().events(), events.subList(55, events.size()));
        String weights = run(learner, "second", events.size());

        assertThat(weights).isEqualTo(expected.weights());
        LearnerRun exported = new LearnerRun(LearnerSpecReader.read(yaml("first")));
        exported.take(EVENTS.subList(0, 192));
        assertThat(exported.weights()).isEqualTo(saved.manifest().weightsChecksum());
        exported.predictions.clear();
        exported.take(unlabelled);
        List<byte[]> predictions = cluster.values(spec.topics().predictions());
        assertThat(predictions).hasSize(expected.predictions.size());
        for (int i = 0; i < unlabelled.size(); i++) {
            JsonNode prediction = JSON.readTree(predictions.get(i));
            assertThat(prediction.at("/model/step").intValue()).isZero();
            assertThat(prediction.at("/predictions/damage/probability").doubleValue())
                    .isEqualTo(exported.predictions.get(i).outputs()[3]);
        }
    }

    @Test
    void evaluatesFromAnExport() throws Exception {
        Path file = export("3", "evaluate.mainstem");
        Path events = Files.write(folder.resolve("rest.jsonl"), lines(EVENTS.subList(TRAINED, 400)), UTF_8);
        Learner warm = CheckpointFile.read(file)
                .warmStart("")
                .begin(LearnerSpecReader.read(yaml("first")), 0)
                .learner();
        LearnerRun expected =
                new LearnerRun(LearnerSpecReader.read(yaml("first")), warm).take(EVENTS.subList(TRAINED, 400));

        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                "--config",
                config.toString(),
                "--events",
                events.toString(),
                "--warm-start",
                file.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Weights after 12 steps: " + expected.weights());

        Path other = Files.writeString(
                folder.resolve("other.yaml"),
                yaml("first").replaceFirst("month:( *)\\{type: number}", "month: {type: category}"));
        for (String command : List.of("evaluate", "run")) {
            List<String> arguments =
                    new ArrayList<>(List.of(command, "--config", other.toString(), "--warm-start", file.toString()));
            if (command.equals("evaluate")) {
                Collections.addAll(arguments, "--events", events.toString());
            }
            failed(
                    CommandLineRun.of(arguments.toArray(String[]::new)),
                    2,
                    "mainstem: " + file + ", version 3, step 12 does not fit the learner file: features.month is");
        }
        failed(
                CommandLineRun.of("run", "--config", config.toString(), "--warm-start", folder + "/none"),
                2,
                "no such file: " + folder + "/none (--warm-start)");
    }

    private static List<String> lines(List<byte[]> events) {
        return events.stream().map(event -> new String(event, UTF_8)).toList();
    }

    @Test
    void saysInOneLineWhatIsWrong() throws Exception {
        String learner = config.toString();
        String to = folder.resolve("wrong.onnx").toString();
        failed(
                checkpoints("show", "9", "--config", learner),
                1,
                "topic 'first-checkpoints' has no version 9: replica 0 has versions 1 to 3");
        failed(
                checkpoints("show", "2", "--config", learner, "--replica", "4"),
                1,
                "has no version 2 of replica 4: replica 0 has versions 1 to 3");
        failed(checkpoints("show", "two", "--config", learner), 2, "two");
        failed(checkpoints("show", "1"), 1, "there is no topic 'checkpoints' on the cluster");
        failed(
                checkpoints("export", "2", "--config", learner, "--to", "model.pt"),
                2,
                "--to model.pt: the ending decides what is written: .npz");
        failed(
                checkpoints("export", "2", "--to", to),
                2,
                "export to .onnx takes the learner file that the versions are of: --config FILE");
        failed(
                checkpoints("export", "2", "--config", learner, "--to", folder + "/none/a.npz"),
                2,
                "there is no folder " + folder + "/none to write a.npz to");
        failed(
                checkpoints("export", "2", "--config", learner, "--to", learner + ".npz/../x/a.npz"),
                2,
                "there is no folder");
        Path there = Files.writeString(folder.resolve("there.npz"), "mine");
        failed(
                checkpoints("export", "2", "--config", learner, "--to", there.toString()),
                2,
                "is there already: --force replaces it");
        assertThat(there).hasContent("mine");
        assertThat(checkpoints("export", "2", "--config", learner, "--to", there.toString(), "--force")
                        .exitCode())
                .isZero();
        assertThat(Files.size(there)).isGreaterThan(1000);
        Path other =
                Files.writeString(folder.resolve("another.yaml"), yaml("first").replace("speed", "height"));
        failed(
                checkpoints("export", "2", "--config", other.toString(), "--to", to),
                2,
                "version 2 is of another learner file than " + other
                        + ": tasks.speed is in it, and not in the learner file; tasks.height is not in it. Give the one that it is of");
        assertThat(folder).isDirectoryNotContaining("glob:**.part").isDirectoryNotContaining("glob:**wrong.onnx");
    }

    private static void failed(CommandLineRun run, int exitCode, String message) {
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).contains(message);
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }
}

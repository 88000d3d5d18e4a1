package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.CommandAnswer;
import io.mainstem.event.CommandAnswerCodec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.CheckpointsTopic;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A learner that runs, steered from the command line. */
@Timeout(180)
class ControlIT {

    private static final List<byte[]> EVENTS = Birdstrikes.events(900);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @AutoClose
    private static final Cluster cluster = new Cluster();

    /** A learner of its own topics that runs, and its file. */
    private static final class Case implements AutoCloseable {

        private final LearnerSpec spec;
        private final Path config;
        private final LearnerApplication application;

        Case(String name, int partitions) throws Exception {
            String yaml = Birdstrikes.yaml().replaceFirst("batch: \\{.*}", "batch: {size: 16}")
                    + "checkpoints: {every: 64}\n" + Cluster.topics(name);
            config = Files.writeString(folder.resolve(name + ".yaml"), yaml);
            spec = LearnerSpecReader.read(yaml);
            cluster.createTopics(spec, partitions);
            Path state = Files.createDirectories(folder.resolve("state-" + name));
            application =
                    new LearnerApplication(new LearnerTopology(spec), name, cluster.client(), state, 1, partitions);
            application.start();
        }

        LearnerStatus takes(List<byte[]> events, long eventsTaken) throws Exception {
            cluster.send(spec.topics().events(), events);
            Eventually.holds(
                    eventsTaken + " events",
                    () -> !application.status().isEmpty() && status().events() == eventsTaken,
                    () -> String.valueOf(application.failure()));
            return status();
        }

        LearnerStatus status() {
            return application.status().get(0);
        }

        CommandLineRun run(String... arguments) {
            List<String> all = new ArrayList<>();
            Collections.addAll(all, arguments);
            Collections.addAll(all, "--config", config.toString(), "--bootstrap", cluster.bootstrapServers());
            return CommandLineRun.of(all.toArray(String[]::new));
        }

        void does(String... arguments) {
            CommandLineRun run = run(arguments);
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
        }

        List<CommandAnswer> answers() throws Exception {
            List<CommandAnswer> answers = new ArrayList<>();
            for (byte[] value : cluster.values(spec.topics().metrics())) {
                answers.addAll(CommandAnswerCodec.read(value).stream().toList());
            }
            return answers;
        }

        CheckpointManifest newest() {
            var all = new CheckpointsTopic(cluster.client(), spec.topics().checkpoints()).all();
            return all.get(all.size() - 1).manifest();
        }

        /** Once its transaction is committed. */
        CheckpointManifest version(long version) throws Exception {
            Eventually.holds(
                    "version " + version,
                    () -> run("checkpoints", "show", String.valueOf(version)).exitCode() == 0);
            return new CheckpointsTopic(cluster.client(), spec.topics().checkpoints())
                    .read(0, version)
                    .manifest();
        }

        @Override
        public void close() {
            application.close();
        }
    }

    /** Each with the labels of the event before it. */
    private static List<byte[]> poisoned(List<byte[]> events) {
        List<byte[]> poisoned = new ArrayList<>();
        String labels = "";
        for (byte[] event : events) {
            String text = new String(event, UTF_8);
            int at = text.indexOf(",\"labels\":");
            poisoned.add((text.substring(0, at) + (labels.isEmpty() ? text.substring(at) : labels)).getBytes(UTF_8));
            labels = text.substring(at);
        }
        return poisoned;
    }

    @Test
    void goesBackToAVersionAsItWas() throws Exception {
        try (Case learner = new Case("back", 1)) {
            learner.takes(EVENTS.subList(0, 330), 330);
            CheckpointManifest good = learner.version(5);
            learner.takes(poisoned(EVENTS.subList(330, 660)), 660);
            assertThat(learner.status().metrics()).isNotEqualTo(good.metrics());

            CommandLineRun run = learner.run("checkpoints", "rollback", "5");

            assertThat(run.err()).isEmpty();
            assertThat(run.outLines())
                    .containsExactly("replica 0: rollback done after offset 659 of back-events, version 11, step 20");
            assertThat(run.exitCode()).isZero();
            CheckpointManifest now = learner.newest();
            assertThat(now.weightsChecksum()).isEqualTo(good.weightsChecksum());
            assertThat(now.model().epoch()).isEqualTo(1);
            // All but the count of the events that it has taken meanwhile.
            assertThat(now.metrics())
                    .usingRecursiveComparison()
                    .ignoringFields("events", "time")
                    .isEqualTo(good.metrics());

            // And on from there.
            learner.takes(EVENTS.subList(660, 900), 900);
            assertThat(learner.status().model().step()).isEqualTo(20 + 240 / 16);
            assertThat(learner.status().model().epoch()).isEqualTo(1);
        }
    }

    @Test
    void eachCommandIsAnsweredWithThePlaceWhereItTookEffect() throws Exception {
        try (Case learner = new Case("told", 1)) {
            learner.takes(EVENTS.subList(0, 100), 100);
            learner.does("control", "pause");
            long step = learner.status().model().step();
            learner.takes(EVENTS.subList(100, 200), 200);
            assertThat(learner.status().model().step()).isEqualTo(step);
            assertThat(learner.status().steering().paused()).isTrue();
            learner.does("control", "resume");
            learner.does("control", "freeze-trunk");
            learner.does("control", "set-learning-rate", "0.01");
            learner.does("control", "reset-head", "speed");
            learner.takes(EVENTS.subList(200, 300), 300);
            assertThat(learner.status().model().step()).isGreaterThan(step);
            learner.does("control", "unfreeze-trunk");
            learner.does("control", "set-learning-rate", "file");

            List<CommandAnswer> answers = learner.answers();
            assertThat(answers)
                    .extracting(CommandAnswer::command)
                    .containsExactly(
                            "pause",
                            "resume",
                            "freezeTrunk",
                            "setLearningRate",
                            "resetHead",
                            "unfreezeTrunk",
                            "setLearningRate");
            assertThat(answers)
                    .extracting(answer -> answer.offsets().get("told-events-0"))
                    .containsExactly(99L, 199L, 199L, 199L, 199L, 299L, 299L);
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedInWords() throws Exception {
        try (Case learner = new Case("refused", 1)) {
            learner.takes(EVENTS.subList(0, 100), 100);

            CommandLineRun gone = learner.run("checkpoints", "rollback", "77");
            assertThat(gone.exitCode()).isEqualTo(1);
            assertThat(gone.out()).contains("rollback refused").contains("there is no version 77");
            CommandLineRun unknown = learner.run("control", "reset-head", "nothing");
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.out()).contains("resetHead refused").contains("nothing");
            CommandLineRun silly = learner.run("control", "set-learning-rate", "-1");
            assertThat(silly.exitCode()).isEqualTo(2);
            assertThat(silly.errLines()).hasSize(1);

            cluster.send(
                    learner.spec.topics().control(), List.of("{\"id\":\"x\",\"command\":\"dance\"}".getBytes(UTF_8)));
            Eventually.holds(
                    "a dead letter",
                    () -> cluster.values(learner.spec.topics().deadLetters()).size() == 1);
            assertThat(learner.answers()).last().satisfies(answer -> {
                assertThat(answer.id()).isEqualTo("x");
                assertThat(answer.isDone()).isFalse();
            });
        }
    }

    @Test
    void eitherAllReplicasGoBackOrNone() throws Exception {
        try (Case learner = new Case("half", 2)) {
            learner.takes(EVENTS.subList(0, 100), 100);
            learner.version(1);

            CommandLineRun all = learner.run("checkpoints", "rollback", "1");
            assertThat(all.exitCode()).isEqualTo(1);
            assertThat(all.err())
                    .contains("replica 1 has no version 1, and nothing was done: replica 0 has version 1.");
            assertThat(learner.answers()).isEmpty();
            CommandLineRun one = learner.run("checkpoints", "rollback", "1", "--partition", "0");
            assertThat(one.out()).startsWith("replica 0: rollback done");
        }
    }

    @Test
    void allReplicasAreMeantUnlessOneIsNamed() throws Exception {
        try (Case learner = new Case("many", 2)) {
            assertThat(learner.run("control", "pause").outLines()).hasSize(2);
            assertThat(learner.run("control", "resume", "--partition", "1").outLines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("replica 1: resume done before any event");
            assertThat(learner.run("control", "resume", "--partition", "2").exitCode())
                    .isEqualTo(2);
        }
        Case stopped = new Case("stopped", 1);
        stopped.close();
        CommandLineRun silent = stopped.run("control", "pause", "--timeout", "2");
        assertThat(silent.exitCode()).isEqualTo(1);
        assertThat(silent.err()).contains("no answer within 2 s from replica 0");
    }
}

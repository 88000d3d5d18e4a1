package io.mainstem.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.event.Command;
import io.mainstem.event.CommandAnswer;
import io.mainstem.event.CommandAnswerCodec;
import io.mainstem.event.CommandCodec;
import io.mainstem.learn.SteeredRun;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.CheckpointsTopic;
import io.mainstem.stream.StoredCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learner that is killed while it takes commands. */
class KilledWhileSteeredIT {

    @AutoClose
    private static final Cluster cluster = new Cluster();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private record Learner(LearnerSpec spec, Path config) {}

    private Learner learner(String name, int partitions) throws Exception {
        String yaml = Undisturbed.yaml(name).replace("checkpoints: {every: 64}", "checkpoints: {every: 64, keep: 50}");
        LearnerSpec spec = LearnerSpecReader.read(yaml);
        cluster.createTopics(spec, partitions);
        return new Learner(spec, Files.writeString(folder.resolve(name + ".yaml"), yaml));
    }

    private Program start(Learner learner) throws Exception {
        return new Program(
                folder,
                "run",
                "--config",
                learner.config().toString(),
                "--bootstrap",
                cluster.bootstrapServers(),
                "--application-id",
                "steered-" + learner.spec().topics().events(),
                "--state-dir",
                folder.resolve("state").toString());
    }

    private static List<StoredCheckpoint> versions(LearnerSpec spec) {
        return new CheckpointsTopic(cluster.client(), spec.topics().checkpoints()).all();
    }

    private static List<CommandAnswer> answers(LearnerSpec spec) throws Exception {
        List<CommandAnswer> answers = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                Cluster.read(cluster.bootstrapServers(), spec.topics().metrics())) {
            CommandAnswerCodec.read(record.value()).ifPresent(answers::add);
        }
        return answers;
    }

    private static void awaitVersion(LearnerSpec spec, long version) throws Exception {
        Eventually.holds("version " + version, () -> versions(spec).stream()
                .anyMatch(each -> each.manifest().model().version() >= version));
    }

    /** Killed at any time, it has done each command once, where its answer says; all else follows from the events. */
    @Test
    void eachCommandTakesEffectOnceAcrossKills() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KilledWhileSteeredIT: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Learner learner = learner("killed", 1);
        LearnerSpec spec = learner.spec();
        List<byte[]> events = Undisturbed.mixed(3_000);
        List<Command> commands = List.of(
                new Command.SetLearningRate("0", 0.01),
                new Command.Rollback("1", 3, Map.of()),
                new Command.Pause("2"),
                new Command.ResetHead("3", "damage"),
                new Command.Resume("4"),
                new Command.FreezeTrunk("5"),
                new Command.Rollback("6", 5, Map.of()),
                new Command.SetLearningRate("7", Double.NaN),
                new Command.UnfreezeTrunk("8"),
                new Command.ResetHead("9", "speed"));
        Program run = start(learner);
        String out;
        try {
            int sent = 0;
            for (int c = 0; c < commands.size(); c++) {
                int until = sent + 200 + random.nextInt(100);
                cluster.send(spec.topics().events(), events.subList(sent, until));
                sent = until;
                if (c == 1) {
                    awaitVersion(spec, 3);
                }
                cluster.send(spec.topics().control(), List.of(CommandCodec.write(commands.get(c))));
                if (random.nextInt(3) > 0) {
                    Thread.sleep(random.nextInt(1_500));
                    run.kill();
                    run = start(learner);
                }
            }
            cluster.send(spec.topics().events(), events.subList(sent, events.size()));
            Eventually.holds(
                    "all is taken",
                    () -> Cluster.read(cluster.bootstrapServers(), spec.topics().predictions())
                                    .size()
                            >= predicted(spec, events, commands, answers(spec)));
            run.terminate();
            out = run.out();
        } finally {
            run.close();
        }
        List<CommandAnswer> answers = answers(spec);
        assertThat(answers)
                .as("seed %d", seed)
                .extracting(CommandAnswer::id)
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(answers).allMatch(CommandAnswer::isDone);
        SteeredRun replay = replay(spec, events, commands, answers);
        assertThat(out).as("seed %d", seed).contains(replay.run.weights());
        Set<String> ids = new HashSet<>();
        Cluster.read(cluster.bootstrapServers(), spec.topics().predictions()).forEach(record -> assertThat(
                        ids.add(new String(requireNonNull(record.key()), java.nio.charset.StandardCharsets.UTF_8)))
                .as("seed %d", seed)
                .isTrue());
    }

    private static int predicted(
            LearnerSpec spec, List<byte[]> events, List<Command> commands, List<CommandAnswer> answers) {
        return answers.size() < commands.size()
                ? Integer.MAX_VALUE
                : replay(spec, events, commands, answers).run.predictions.size();
    }

    private static SteeredRun replay(
            LearnerSpec spec, List<byte[]> events, List<Command> commands, List<CommandAnswer> answers) {
        SteeredRun replay = new SteeredRun(spec);
        int taken = 0;
        for (int c = 0; c < commands.size(); c++) {
            long last = answers.get(c).offsets().getOrDefault(spec.topics().events() + "-0", -1L);
            replay.take(events.subList(taken, (int) last + 1));
            taken = (int) last + 1;
            replay.tell(commands.get(c));
        }
        return replay.take(events.subList(taken, events.size()));
    }
}

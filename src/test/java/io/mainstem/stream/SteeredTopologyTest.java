package io.mainstem.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Birdstrikes;
import io.mainstem.event.CheckpointCodec;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.Command;
import io.mainstem.event.CommandAnswer;
import io.mainstem.event.CommandAnswerCodec;
import io.mainstem.event.CommandCodec;
import io.mainstem.event.ModelVersion;
import io.mainstem.learn.SavedVersions;
import io.mainstem.learn.SteeredRun;
import io.mainstem.learn.UnavailableVersionException;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands by way of the topology. */
class SteeredTopologyTest {

    private final LearnerSpec spec =
            LearnerSpecReader.read(Birdstrikes.yaml() + "metrics: {every: 1000}\ncheckpoints: {every: 64, keep: 3}\n");
    private final List<byte[]> events = Birdstrikes.events(500);
    private final Map<String, byte @Nullable []> checkpoints = new HashMap<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.putAll(new LearnerTopology(spec).settings(1));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        LearnerTopology learner = new LearnerTopology(spec).withVersions((host, replica) -> versions());
        driver = new TopologyTestDriver(learner.addTo(new Topology()), settings);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    /** Those on the checkpoints topic. */
    private SavedVersions versions() {
        return rollback -> {
            TestOutputTopic<String, byte[]> topic = output("checkpoints");
            while (!topic.isEmpty()) {
                KeyValue<String, byte[]> record = topic.readKeyValue();
                checkpoints.put(record.key, record.value);
            }
            ModelVersion model = new ModelVersion(0, 0, rollback.version(), 0);
            byte[] value = checkpoints.get(CheckpointCodec.manifestKey(model));
            if (value == null) {
                throw new UnavailableVersionException("gone");
            }
            try {
                CheckpointManifest manifest = CheckpointCodec.readManifest(value);
                List<byte[]> blocks = new ArrayList<>();
                for (int chunk = 0; chunk < manifest.chunks(); chunk++) {
                    blocks.add(requireNonNull(checkpoints.get(CheckpointCodec.chunkKey(model, chunk))));
                }
                return blocks;
            } catch (io.mainstem.event.InvalidRecordException e) {
                throw new UnavailableVersionException(String.valueOf(e.getMessage()));
            }
        };
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private void send(String topic, byte[] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(value);
    }

    private void take(int from, int to) {
        events.subList(from, to).forEach(event -> send("events", event));
    }

    private CommandAnswer answer() throws Exception {
        TestOutputTopic<String, byte[]> metrics = output("metrics");
        while (true) {
            TestRecord<String, byte[]> record = metrics.readRecord();
            if (record.key().equals(CommandAnswer.KEY)) {
                return CommandAnswerCodec.read(record.value()).orElseThrow();
            }
        }
    }

    private CommandAnswer tell(Command command) throws Exception {
        send("control", CommandCodec.write(command));
        return answer();
    }

    @Test
    void doesWhatALearnerWithoutKafkaDoes() throws Exception {
        SteeredRun alone = new SteeredRun(spec);
        List<Command> commands = List.of(
                new Command.Pause("1"),
                new Command.SetLearningRate("2", 0.01),
                new Command.Resume("3"),
                new Command.FreezeTrunk("4"),
                new Command.Rollback("5", 3, Map.of()),
                new Command.ResetHead("6", "size"),
                new Command.UnfreezeTrunk("7"),
                new Command.Rollback("8", 99, Map.of()));
        for (int c = 0; c < commands.size(); c++) {
            take(c * 60 + 5, c * 60 + 65);
            alone.take(events.subList(c * 60 + 5, c * 60 + 65));
            assertThat(tell(commands.get(c))).isEqualTo(alone.tell(commands.get(c)));
        }
        assertThat(output("predictions").readRecordsToList()).hasSize(alone.run.predictions.size());
    }

    @Test
    void goesBackToAVersionUntilItIsRetiredAndNoLonger() throws Exception {
        take(0, 320);
        assertThat(tell(new Command.Rollback("1", 2, Map.of())).refusal()).isEqualTo("gone");
        CommandAnswer back = tell(new Command.Rollback("2", 3, Map.of()));
        assertThat(back.isDone()).isTrue();
        assertThat(back.model().version()).isEqualTo(6);
        // Version 3 is retired by that, and lives on as version 6.
        assertThat(tell(new Command.Rollback("3", 3, Map.of())).refusal()).isEqualTo("gone");
        CommandAnswer again = tell(new Command.Rollback("4", 6, Map.of()));
        assertThat(again.isDone()).isTrue();
        assertThat(again.model().step()).isEqualTo(back.model().step());
    }

    @Test
    void whatIsNoCommandIsADeadLetterAndAnswered() throws Exception {
        take(0, 3);
        send("control", "{\"id\":\"x\",\"command\":\"stop\"}".getBytes(UTF_8));

        CommandAnswer answer = answer();
        assertThat(answer.id()).isEqualTo("x");
        assertThat(answer.refusal()).startsWith("command: expected one of pause, resume");
        assertThat(answer.offsets()).isEqualTo(Map.of("events-0", 2L, "control-0", 0L));
        TestRecord<String, byte[]> letter = output("dead-letters").readRecord();
        assertThat(new String(letter.headers().lastHeader("mainstem.reason").value(), UTF_8))
                .isEqualTo("unknown-command");
        assertThat(new String(letter.headers().lastHeader("mainstem.topic").value(), UTF_8))
                .isEqualTo("control");
    }
}

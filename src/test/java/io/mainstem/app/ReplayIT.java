package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstem.spec.TopicNames;
import io.mainstem.stream.topics.TopicAdmin;
import io.mainstem.stream.topics.TopicManifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class ReplayIT {

    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // before all tests
    private EmbeddedBroker broker;

    @BeforeAll
    void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void sendsEachLineAsItIsUnderItsId() throws Exception {
        createTopic("as-it-is", Map.of());
        Path file = write("{\"id\":\"a\", \"x\" : 1}\n\n{\"id\":7}\nno JSON\n{\"features\":{},\"id\":\"b\"}\r\n");
        CommandLineRun run = replay(file, "as-it-is");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines())
                .singleElement()
                .asString()
                .startsWith("4 events from " + file + " sent to topic 'as-it-is' in ");
        List<ConsumerRecord<byte[], byte[]>> records = read("as-it-is", 4);
        assertThat(records)
                .extracting(record -> new String(record.value(), UTF_8))
                .containsExactly(
                        "{\"id\":\"a\", \"x\" : 1}", "{\"id\":7}", "no JSON", "{\"features\":{},\"id\":\"b\"}\r");
        assertThat(records)
                .extracting(record -> record.key() == null ? "none" : new String(record.key(), UTF_8))
                .containsExactly("a", "7", "none", "b");
    }

    @Test
    void followsTheLearnerFile() throws Exception {
        createTopic("strikes", Map.of());
        Path file = write("{\"id\":\"a\",\"meta\":[{\"uuid\":\"u\"}]}\n{\"id\":\"b\"}\n");
        Path config = Files.writeString(
                folder.resolve("learner.yaml"),
                """
                name: mapped
                features: {x: {type: number}}
                tasks: {y: {type: binary}}
                events: {map: {id: /meta/0/uuid}}
                topics: {events: strikes}
                """);
        CommandLineRun run = CommandLineRun.of(
                "replay",
                "--config",
                config.toString(),
                "--events",
                file.toString(),
                "--bootstrap",
                broker.bootstrapServers());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(read("strikes", 2))
                .extracting(record -> record.key() == null ? "none" : new String(record.key(), UTF_8))
                .containsExactly("u", "none");
    }

    @Test
    void sendsAGzippedFileOfManyEventsInOrder() throws Exception {
        createTopic("many", Map.of());
        int events = 20_000;
        Path file = folder.resolve("many.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int e = 0; e < events; e++) {
                out.write(("{\"id\":\"" + e + "\"}\n").getBytes(UTF_8));
            }
        }
        assertThat(replay(file, "many").exitCode()).isZero();
        List<ConsumerRecord<byte[], byte[]>> records = read("many", events);
        for (int e = 0; e < events; e++) {
            assertThat(new String(records.get(e).key(), UTF_8)).isEqualTo(Integer.toString(e));
        }
    }

    @Test
    void asksThePaceBeforeEachEvent() throws Exception {
        createTopic("paced", Map.of());
        AtomicLong clock = new AtomicLong();
        // A clock that moves by 10 ms whenever it is read: started at 10 ms, the events are due at 10, 30 and 50 ms.
        Pace pace = new Pace(50, () -> clock.addAndGet(10_000_000));
        try (EventFile events = EventFile.open(write("{}\n{}\n{}\n"));
                Replay replay = new Replay(Map.of("bootstrap.servers", broker.bootstrapServers()), "paced")) {
            List<Long> times = new ArrayList<>();
            replay.send(events, pace, () -> times.add(clock.get()));
            assertThat(replay.sent()).isEqualTo(3);
            assertThat(times).containsExactly(20_000_000L, 30_000_000L, 50_000_000L);
        }
    }

    @Test
    void readsTheStandardInput() throws Exception {
        createTopic("piped", Map.of());
        var before = System.in;
        try {
            System.setIn(Files.newInputStream(write("{\"id\":\"1\"}\n")));
            CommandLineRun run = replay(Path.of("-"), "piped");
            assertThat(run.outLines()).singleElement().asString().startsWith("1 event from the standard input");
        } finally {
            System.setIn(before);
        }
        assertThat(read("piped", 1)).hasSize(1);
    }

    @Test
    void anInterruptEndsItAndLosesNothingThatWasSent() throws Exception {
        createTopic("interrupted", Map.of());
        try (EventFile events = EventFile.open(write("{\"id\":\"1\"}\n{\"id\":\"2\"}\n"))) {
            Replay replay = new Replay(Map.of("bootstrap.servers", broker.bootstrapServers()), "interrupted");
            try (replay) {
                assertThatThrownBy(() -> replay.send(events, Pace.perSecond(0.001), () -> Thread.currentThread()
                                .interrupt()))
                        .isInstanceOf(InterruptException.class);
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(replay.sent()).isEqualTo(1);
        }
        assertThat(read("interrupted", 1)).hasSize(1);
    }

    @Test
    void aMissingTopicNamesTheCommandThatCreatesIt() throws Exception {
        CommandLineRun run = replay(write("{}\n"), "none");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith("mainstem: there is no topic 'none' at " + broker.bootstrapServers())
                .contains("'mainstem topics apply --bootstrap " + broker.bootstrapServers() + "'");
    }

    @Test
    void anEventThatTheTopicDoesNotTakeIsNamedByItsLine() throws Exception {
        createTopic("small", Map.of("max.message.bytes", "1000"));
        CommandLineRun run = replay(write("{\"id\":\"1\"}\n\"" + "x".repeat(3_000) + "\"\n"), "small");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith("mainstem: line 2: its 3,002 bytes are more than topic 'small' takes");
    }

    @Test
    void aDamagedFileEndsItWithOneLine() throws Exception {
        createTopic("damaged", Map.of());
        Path file = write("");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"id\":\"1\"}\n".getBytes(UTF_8));
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 4));
        CommandLineRun run = replay(file, "damaged");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).startsWith("mainstem: " + file + " is damaged after line 1");
    }

    private CommandLineRun replay(Path file, String topic, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "replay", "--bootstrap", broker.bootstrapServers(), "--events", file.toString(), "--topic", topic));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "events", ".jsonl"), text);
    }

    private void createTopic(String name, Map<String, String> configs) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new TopicAdmin(admin).apply(List.of(new TopicManifest(name, "", 1, 1, configs)), TopicNames.defaults());
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            while (records.size() < count) {
                consumer.poll(Duration.ofSeconds(30)).forEach(records::add);
            }
        }
        return records;
    }
}

package io.mainstem.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstem.Birdstrikes;
import io.mainstem.Mainstem;
import io.mainstem.event.CheckpointCodec;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.PredictionWriter;
import io.mainstem.learn.Learner;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnerTopologyTest {

    private final LearnerSpec spec =
            LearnerSpecReader.read(Birdstrikes.yaml() + "metrics: {every: 32}\ncheckpoints: {every: 64}\n");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path stateDirectory;

    @Test
    void saysWhatTheLearnerSays() {
        List<byte[]> events = Birdstrikes.events(160);
        LearnerRun alone = new LearnerRun(spec).take(events);
        PredictionWriter writer = new PredictionWriter(spec);
        try (TopologyTestDriver driver = driver(new LearnerTopology(spec).addTo(new Topology()))) {
            TestOutputTopic<String, byte[]> predictions = output(driver, "predictions");
            send(driver, events);

            List<TestRecord<String, byte[]>> records = predictions.readRecordsToList();
            assertThat(records).hasSize(160);
            for (int i = 0; i < records.size(); i++) {
                assertThat(records.get(i).value()).isEqualTo(writer.write(alone.predictions.get(i)));
                assertThat(records.get(i).key())
                        .isEqualTo(alone.predictions.get(i).id());
            }
            assertThat(output(driver, "metrics").readKeyValuesToList()).hasSize(5 * 3);
        }
    }

    @Test
    void aCheckpointRestoresALearner() throws Exception {
        List<byte[]> events = Birdstrikes.events(160);
        LearnerRun alone = new LearnerRun(spec).take(events.subList(0, 128));
        try (TopologyTestDriver driver = driver(new LearnerTopology(spec).addTo(new Topology()))) {
            send(driver, events);

            Map<String, byte[]> records = output(driver, "checkpoints").readKeyValuesToMap();
            CheckpointManifest manifest = CheckpointCodec.readManifest(requireNonNull(records.get("0/2/manifest")));
            assertThat(manifest.offsets()).containsExactly(Map.entry("events-0", 127L));
            assertThat(manifest.weightsChecksum()).isEqualTo(alone.weights());
            assertThat(records).hasSize(2 * (manifest.chunks() + 1));

            Learner restored = new Learner(spec, 0);
            restored.restore(
                    block -> requireNonNull(records.get(CheckpointCodec.chunkKey(manifest.model(), block))),
                    slot -> new byte[0]);
            assertThat(restored.metrics()).isEqualTo(alone.learner.metrics());
            assertThat(restored.checkpoint().weightsChecksum()).isEqualTo(manifest.weightsChecksum());
        }
    }

    @Test
    void keepsTheNewestCheckpointsOnly() {
        LearnerSpec two = LearnerSpecReader.read(Birdstrikes.yaml() + "checkpoints: {every: 16, keep: 2}\n");
        try (TopologyTestDriver driver = driver(new LearnerTopology(two).addTo(new Topology()))) {
            send(driver, Birdstrikes.events(80));

            Map<String, byte[]> records = output(driver, "checkpoints").readKeyValuesToMap();
            records.values().removeIf(java.util.Objects::isNull);
            assertThat(records.keySet())
                    .filteredOn(CheckpointCodec::isManifestKey)
                    .containsExactlyInAnyOrder("0/4/manifest", "0/5/manifest");
            assertThat(records.keySet()).allMatch(key -> key.startsWith("0/4/") || key.startsWith("0/5/"));
        }
    }

    @Test
    void whatIsNoEventIsADeadLetterAndChangesNothingElse() {
        List<byte[]> events = Birdstrikes.events(64);
        List<byte[]> predicted = new ArrayList<>();
        try (TopologyTestDriver driver = driver(new LearnerTopology(spec).addTo(new Topology()))) {
            send(driver, events);
            output(driver, "predictions").readRecordsToList().forEach(r -> predicted.add(r.value()));
        }
        byte[] large = new byte[5_000_000];
        List<byte[]> broken = new ArrayList<>();
        broken.add(null);
        broken.add(new byte[0]);
        broken.add("no JSON".getBytes(UTF_8));
        broken.add("{\"features\":{}}".getBytes(UTF_8));
        broken.add(large);
        try (TopologyTestDriver driver = driver(new LearnerTopology(spec).addTo(new Topology()))) {
            TestInputTopic<byte[], byte[]> input = input(driver);
            for (int i = 0; i < events.size(); i++) {
                input.pipeInput(events.get(i));
                input.pipeInput("k".getBytes(UTF_8), broken.get(i % broken.size()));
            }
            List<byte[]> predictedBeside = new ArrayList<>();
            output(driver, "predictions").readRecordsToList().forEach(r -> predictedBeside.add(r.value()));
            assertThat(predictedBeside).hasSameSizeAs(predicted);
            for (int i = 0; i < predicted.size(); i++) {
                assertThat(predictedBeside.get(i)).isEqualTo(predicted.get(i));
            }

            List<TestRecord<String, byte[]>> letters =
                    output(driver, "dead-letters").readRecordsToList();
            assertThat(letters).hasSize(events.size());
            assertThat(letters)
                    .extracting(r -> header(r, "mainstem.reason"))
                    .startsWith("empty-value", "empty-value", "not-json", "missing-id", "too-large");
            assertThat(letters).extracting(r -> header(r, "mainstem.offset")).startsWith("1", "3", "5", "7", "9");
            assertThat(letters.get(0).key()).isEqualTo("k");
            assertThat(letters.get(0).value()).isNull();
            assertThat(letters.get(4).value()).hasSize(64 * 1024);
            assertThat(header(letters.get(4), "mainstem.size")).isEqualTo("5000000");
        }
    }

    @Test
    void outputsCarryNoHeadersOfTheirEvents() {
        try (TopologyTestDriver driver = driver(new LearnerTopology(spec).addTo(new Topology()))) {
            TestRecord<byte[], byte[]> event = new TestRecord<>(null, "{\"id\":\"1\",\"features\":{}}".getBytes(UTF_8));
            event.headers().add("trace", new byte[] {1});
            input(driver).pipeInput(event);

            assertThat(output(driver, "predictions").readRecord().headers()).isEmpty();
        }
    }

    @Test
    void livesInSomebodysOwnTopology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(value -> value.toUpperCase(java.util.Locale.ROOT))
                .to("shouted", Produced.with(Serdes.String(), Serdes.String()));
        Topology topology = Mainstem.learner(spec).addTo(builder.build());

        try (TopologyTestDriver driver = driver(topology)) {
            driver.createInputTopic(
                            "orders",
                            Serdes.String().serializer(),
                            Serdes.String().serializer())
                    .pipeInput("k", "tea");
            send(driver, Birdstrikes.events(16));

            assertThat(output(driver, "shouted").readValue()).isEqualTo("TEA".getBytes(UTF_8));
            assertThat(output(driver, "predictions").readRecordsToList()).hasSize(16);
        }
    }

    @Test
    void twoLearnersShareATopology() {
        LearnerSpec other = LearnerSpecReader.read(
                Birdstrikes.yaml().replace("name: birdstrikes", "name: other")
                        + "topics: {events: e2, labels: l2, control: k2, predictions: p2, metrics: m2, checkpoints: c2, deadLetters: d2}\n");
        Topology topology = new Topology();
        Mainstem.learner(spec).addTo(topology);
        Mainstem.learner(other).addTo(topology);

        try (TopologyTestDriver driver = driver(topology)) {
            send(driver, Birdstrikes.events(16));

            assertThat(output(driver, "predictions").readRecordsToList()).hasSize(16);
            assertThat(output(driver, "p2").isEmpty()).isTrue();
        }
    }

    @Test
    void aHostWithoutExactlyOnceIsRefused() {
        Properties settings = settings();
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);

        assertThatThrownBy(() -> new TopologyTestDriver(new LearnerTopology(spec).addTo(new Topology()), settings))
                .hasStackTraceContaining("birdstrikes needs processing.guarantee=exactly_once_v2, found at_least_once");
    }

    @Test
    void aHostWhoseCacheCannotHoldTheModelIsRefused() {
        Properties settings = settings();
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 100_000);

        assertThatThrownBy(() -> new TopologyTestDriver(new LearnerTopology(spec).addTo(new Topology()), settings))
                .hasStackTraceContaining("birdstrikes needs statestore.cache.max.bytes of at least");
    }

    @Test
    void aCacheThatIsGivenByItsOlderNameIsRefusedToo() {
        Properties settings = settings();
        settings.remove(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG);
        settings.put("cache.max.bytes.buffering", 100_000);

        assertThatThrownBy(() -> new TopologyTestDriver(new LearnerTopology(spec).addTo(new Topology()), settings))
                .hasStackTraceContaining("found 100000");
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.putAll(new LearnerTopology(spec).settings(1));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        return settings;
    }

    private TopologyTestDriver driver(Topology topology) {
        return new TopologyTestDriver(topology, settings());
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver) {
        return driver.createInputTopic("events", new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void send(TopologyTestDriver driver, List<byte[]> events) {
        TestInputTopic<byte[], byte[]> input = input(driver);
        events.forEach(input::pipeInput);
    }

    private static TestOutputTopic<String, byte[]> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static String header(TestRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}

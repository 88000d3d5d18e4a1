package io.mainstem.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.DelayedLabels;
import io.mainstem.DelayedLabels.Arriving;
import io.mainstem.event.PredictionWriter;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateLabelsTopologyTest {

    private final LearnerSpec spec = DelayedLabels.spec();
    private final List<LearnerStatus> status = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path stateDirectory;

    @Test
    void labelsOfBothTopicsAreLearnedAsInMemory() {
        LearnerRun alone = new LearnerRun(spec);
        PredictionWriter writer = new PredictionWriter(spec);
        try (TopologyTestDriver driver = driver(spec)) {
            TestInputTopic<byte[], byte[]> events = input(driver, "events");
            TestInputTopic<byte[], byte[]> labels = input(driver, "labels");
            for (Arriving each : DelayedLabels.day(400, 9)) {
                boolean onItsOwnTopic = !each.isEvent() && each.at() % 2 == 0;
                (onItsOwnTopic ? labels : events).pipeInput(new TestRecord<>(null, each.value(), null, each.at()));
                alone.take(each.value());
            }
            assertThat(values(driver, "predictions"))
                    .containsExactlyElementsOf(alone.predictions.stream()
                            .map(each -> new String(writer.write(each), UTF_8))
                            .toList());
            assertThat(driver.createOutputTopic(
                                    "dead-letters", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                            .readRecordsToList())
                    .extracting(record -> header(record, "mainstem.reason"))
                    .containsExactlyElementsOf(alone.refusals.stream()
                            .map(refusal -> refusal.reason().code())
                            .toList());
        }
        LearnerStatus last = status.get(status.size() - 1);
        assertThat(last.weightsChecksum()).isEqualTo(alone.weights());
        assertThat(last.metrics()).isEqualTo(alone.learner.metrics());
        assertThat(last.awaiting()).isEqualTo(alone.learner.awaiting()).isPositive();
        assertThat(last.model().step()).isPositive();
    }

    @Test
    void aBadRecordOfLabelsIsADeadLetterWithItsOwnPlace() {
        try (TopologyTestDriver driver = driver(spec)) {
            input(driver, "events").pipeInput("{\"id\":\"a\",\"time\":1,\"features\":{}}".getBytes(UTF_8));
            TestInputTopic<byte[], byte[]> labels = input(driver, "labels");
            labels.pipeInput("{\"id\":\"a\"}".getBytes(UTF_8));
            labels.pipeInput("{\"id\":\"a\",\"labels\":{\"yes\":true}}".getBytes(UTF_8));
            labels.pipeInput("{\"id\":\"a\",\"labels\":{\"yes\":false}}".getBytes(UTF_8));

            List<TestRecord<byte[], byte[]>> letters = driver.createOutputTopic(
                            "dead-letters", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
            assertThat(letters)
                    .extracting(letter -> header(letter, "mainstem.reason") + " " + header(letter, "mainstem.topic")
                            + " " + header(letter, "mainstem.offset"))
                    .containsExactly("missing-labels labels 0", "second-label labels 2");
            assertThat(letters.get(1).key()).isEqualTo("a".getBytes(UTF_8));
        }
    }

    @Test
    void whereNothingWaitsThereIsNoStoreAndNoSourceOfLabels() {
        LearnerSpec plain =
                LearnerSpecReader.read("name: n\nfeatures: {x: {type: number}}\ntasks: {y: {type: binary}}\n");
        String described =
                new LearnerTopology(plain).addTo(new Topology()).describe().toString();
        assertThat(described).doesNotContain("waiting").doesNotContain("labels");
        assertThat(new LearnerTopology(plain).waitingChangelog("app")).isEmpty();
        assertThat(new LearnerTopology(plain).settings(1))
                .doesNotContainKey(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG);
        assertThat(new LearnerTopology(spec).waitingChangelog("app")).contains("app-delayed-waiting-changelog");
    }

    private TopologyTestDriver driver(LearnerSpec learner) {
        Properties settings = new Properties();
        settings.putAll(new LearnerTopology(learner).settings(1));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "late-labels-test");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        return new TopologyTestDriver(
                new LearnerTopology(learner).watchedBy(status::add).addTo(new Topology()), settings);
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static List<String> values(TopologyTestDriver driver, String topic) {
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(value -> new String(value, UTF_8))
                .toList();
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}

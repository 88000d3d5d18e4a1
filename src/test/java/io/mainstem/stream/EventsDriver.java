package io.mainstem.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.Birdstrikes;
import io.mainstem.event.PredictionWriter;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.LearnerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** A learner whose events are no JSON of the contract, driven without a broker. */
final class EventsDriver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TopologyTestDriver driver;

    EventsDriver(LearnerTopology learner, Path stateDirectory) {
        Properties settings = new Properties();
        settings.putAll(learner.settings(1));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        driver = new TopologyTestDriver(learner.addTo(new Topology()), settings);
    }

    /** The first real events as trees. */
    static List<JsonNode> strikes(int count) {
        return Birdstrikes.events(count).stream()
                .map(bytes -> {
                    try {
                        return JSON.readTree(bytes);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    void send(TestRecord<byte[], byte[]> record) {
        driver.createInputTopic("events", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
    }

    void send(byte[] value) {
        send(new TestRecord<>(null, value));
    }

    List<byte[]> predictions() {
        return read("predictions").stream().map(TestRecord::value).toList();
    }

    /** Reason and message of each. */
    List<String> deadLetters() {
        return read("dead-letters").stream()
                .map(letter -> header(letter, "reason") + " " + header(letter, "message"))
                .toList();
    }

    List<TestRecord<String, byte[]>> read(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    static String header(TestRecord<String, byte[]> letter, String name) {
        return new String(letter.headers().lastHeader("mainstem." + name).value(), UTF_8);
    }

    /** Sends the first real events in another encoding, and expects of them what is expected of their JSON. */
    void expectThePredictionsOfJson(int count, Function<JsonNode, byte[]> encoding) {
        LearnerSpec json = Birdstrikes.spec();
        LearnerRun alone = new LearnerRun(json).take(Birdstrikes.events(count));
        PredictionWriter writer = new PredictionWriter(json);
        strikes(count).forEach(strike -> send(encoding.apply(strike)));
        List<byte[]> predictions = predictions();
        assertThat(deadLetters()).isEmpty();
        assertThat(predictions).hasSize(count).hasSameSizeAs(alone.predictions);
        for (int i = 0; i < count; i++) {
            assertThat(new String(predictions.get(i), UTF_8))
                    .isEqualTo(new String(writer.write(alone.predictions.get(i)), UTF_8));
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}

package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.mainstem.spec.LearnerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the manifests of the topics promise is what the codecs write and take. */
class TopicManifestsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"events", "labels", "control", "predictions", "metrics", "checkpoints", "dead-letters"})
    void describesATopicWithAnExample(String topic) throws IOException {
        JsonNode manifest = manifest(topic);

        assertThat(manifest.fieldNames())
                .toIterable()
                .containsExactly("name", "description", "partitions", "configs", "value", "example");
        assertThat(manifest.path("name").textValue()).isEqualTo(topic);
        assertThat(manifest.path("partitions").intValue()).isEqualTo(1);
        assertThat(manifest.path("configs")).isNotEmpty().allMatch(JsonNode::isTextual);
        assertThat(manifest.path("value").path("$schema").textValue())
                .isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(problems(topic, manifest.path("example"))).isEmpty();
    }

    @Test
    void theSchemasAreSchemas() throws IOException {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        JsonSchema meta = factory.getSchema(
                com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        for (String topic :
                List.of("events", "labels", "control", "predictions", "metrics", "checkpoints", "dead-letters")) {
            assertThat(meta.validate(manifest(topic).path("value"))).as(topic).isEmpty();
        }
    }

    @Test
    void theExampleOfAnEventIsRead() throws IOException, InvalidRecordException {
        LearnerSpec spec = Learners.everyType();
        RecordingSink sink = new RecordingSink(spec.features());
        byte[] example = JSON.writeValueAsBytes(manifest("events").path("example"));

        EventReader reader = new EventReader(spec);
        Event event = reader.read(example, EventReader.NO_TIMESTAMP, sink);

        assertThat(event.id()).isEqualTo("42");
        assertThat(sink.lines()).hasSize(12);
        assertThat(event.labels().present()).containsExactly(true, true, true, true, false);
        assertThat(reader.ignoredNames()).isZero();
    }

    @Test
    void eventsOfBirdstrikesFit() throws IOException {
        for (String event : EventReaderTest.BIRDSTRIKES) {
            assertThat(problems("events", JSON.readTree(event))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"features\":{}}",
                "{\"id\":\"\",\"features\":{}}",
                "{\"id\":1.5,\"features\":{}}",
                "{\"id\":\"1\"}",
                "{\"id\":\"1\",\"features\":[]}",
                "{\"id\":\"1\",\"features\":{\"x\":[\"a\",1]}}",
                "{\"id\":\"1\",\"features\":{\"x\":{\"a\":\"b\"}}}",
                "{\"id\":\"1\",\"time\":\"yesterday\",\"features\":{}}",
                "{\"id\":\"1\",\"time\":true,\"features\":{}}",
                "{\"id\":\"1\",\"features\":{},\"labels\":{\"x\":{}}}",
            })
    void brokenEventsDoNotFit(String event) throws IOException {
        assertThat(problems("events", JSON.readTree(event))).isNotEmpty();
    }

    @Test
    void predictionsFit() throws IOException {
        double nan = Double.NaN;
        PredictionWriter writer = new PredictionWriter(Learners.everyType());
        for (double[] outputs : List.of(
                new double[] {0.11, 0.5, 0.125, 0.375, 131.2, 0.5, 0.4, 0.8, -1e-5, 1e7},
                new double[] {nan, nan, nan, nan, nan, nan, nan, nan, nan, nan})) {
            for (long time : List.of(1_500L, Event.NO_TIME)) {
                byte[] value = writer.write(new Prediction("42", time, new ModelVersion(0, 1, 3, 1200), outputs));
                assertThat(problems("predictions", JSON.readTree(value)))
                        .as(new String(value, UTF_8))
                        .isEmpty();
            }
        }
    }

    @Test
    void predictionsWithRegionsFit() throws IOException {
        double nan = Double.NaN;
        PredictionWriter writer = new PredictionWriter(Learners.everyType());
        double[] outputs = {0.11, 0.5, 0.125, 0.375, 131.2, 0.5, 0.4, 0.8, -1e-5, 1e7};
        for (double[] regions : List.of(
                new double[] {0.9, 0.6, 55, 1, 2}, new double[] {-1, -1, 0, nan, 2}, new double[] {2, 2, nan, nan, nan
                })) {
            byte[] value = writer.write(new Prediction("42", 0, new ModelVersion(0, 1, 3, 1200), outputs, regions));
            assertThat(problems("predictions", JSON.readTree(value)))
                    .as(new String(value, UTF_8))
                    .isEmpty();
        }
    }

    @Test
    void metricsFit() throws IOException {
        for (long time : List.of(1_500L, Event.NO_TIME)) {
            byte[] value = TaskMetricsCodec.write(TaskMetricsCodecTest.metrics(time));
            assertThat(problems("metrics", JSON.readTree(value))).isEmpty();
        }
    }

    @Test
    void commandsAndTheirAnswersFit() throws IOException {
        for (Command command : CommandCodecTest.commands()) {
            assertThat(problems("control", JSON.readTree(CommandCodec.write(command))))
                    .as(command.toString())
                    .isEmpty();
        }
        for (CommandAnswer answer : CommandCodecTest.answers().toList()) {
            assertThat(problems("metrics", JSON.readTree(CommandAnswerCodec.write(answer))))
                    .as(answer.toString())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"1\"}",
                "{\"command\":\"stop\"}",
                "{\"id\":1,\"command\":\"pause\"}",
                "{\"command\":\"rollback\"}",
                "{\"command\":\"rollback\",\"version\":0}",
                "{\"command\":\"rollback\",\"version\":1,\"begins\":{\"x\":1}}",
                "{\"command\":\"setLearningRate\"}",
                "{\"command\":\"setLearningRate\",\"learningRate\":0}",
                "{\"command\":\"resetHead\"}",
            })
    void brokenCommandsDoNotFit(String command) throws IOException {
        assertThat(problems("control", JSON.readTree(command))).isNotEmpty();
    }

    @Test
    void theExampleOfACommandIsRead() throws IOException, InvalidRecordException {
        assertThat(CommandCodec.read(JSON.writeValueAsBytes(manifest("control").path("example"))))
                .isEqualTo(new Command.Rollback("7", 12, java.util.Map.of()));
    }

    @Test
    void manifestsOfCheckpointsFit() throws IOException {
        byte[] value = CheckpointCodec.writeManifest(CheckpointCodecTest.manifest());

        assertThat(problems("checkpoints", JSON.readTree(value))).isEmpty();
    }

    @Test
    void theExamplesOfOurOwnRecordsAreRead() throws IOException, InvalidRecordException {
        assertThat(TaskMetricsCodec.read(
                                JSON.writeValueAsBytes(manifest("metrics").path("example")))
                        .task())
                .isEqualTo("damage");
        assertThat(CheckpointCodec.readManifest(
                                JSON.writeValueAsBytes(manifest("checkpoints").path("example")))
                        .model())
                .isEqualTo(new ModelVersion(0, 1, 3, 1200));
    }

    @Test
    void theExampleOfLabelsIsRead() throws IOException, InvalidRecordException {
        JsonNode example = manifest("labels").path("example");
        assertThat(problems("events", example)).isEmpty();
        LabelRecord labels = new EventReader(Learners.everyType())
                .readLabels(JSON.writeValueAsBytes(example), EventReader.NO_TIMESTAMP);
        assertThat(labels.id()).isEqualTo("42");
        assertThat(labels.time()).isPositive();
        assertThat(labels.labels().present()).containsExactly(true, false, false, false, false);
    }

    @Test
    void everyHeaderOfADeadLetterIsDescribed() throws IOException {
        DeadLetter letter = new DeadLetter(Reason.NOT_JSON, "not JSON", "events", 0, 0, null, null);

        assertThat(manifest("dead-letters").path("description").textValue())
                .contains(letter.headers().keySet())
                .contains(Integer.toString(DeadLetter.MAX_BYTES));
    }

    @Test
    void aTopicTakesWhatIsWrittenToIt() throws IOException {
        assertThat(maxMessageBytes("checkpoints")).isGreaterThan(512 * 1024 + 1024);
        // So that an event of 5 MB becomes a dead letter.
        assertThat(maxMessageBytes("events")).isEqualTo(8 << 20);
    }

    private static int maxMessageBytes(String topic) throws IOException {
        return Integer.parseInt(
                manifest(topic).path("configs").path("max.message.bytes").textValue());
    }

    static Set<ValidationMessage> problems(String topic, JsonNode value) throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(manifest(topic).path("value"));
        return schema.validate(value, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    }

    /** As it ships, on the class path. */
    private static JsonNode manifest(String topic) throws IOException {
        try (InputStream yaml =
                TopicManifestsTest.class.getResourceAsStream("/io/mainstem/topics/" + topic + ".yaml")) {
            assertThat(yaml).as(topic).isNotNull();
            return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(yaml));
        }
    }
}

package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mainstem.Birdstrikes;
import io.mainstem.Mainstem;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events in Avro's binary encoding, of a shape of their own. */
class AvroEventsTopologyTest {

    private static final Schema STRIKE = new Schema.Parser()
            .parse(
                    """
                    {"type": "record", "name": "Strike", "fields": [
                      {"name": "uuid", "type": "string"},
                      {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                      {"name": "airport", "type": ["null", "string"]},
                      {"name": "aircraft", "type": ["null", "string"]},
                      {"name": "operator", "type": ["null", "string"]},
                      {"name": "state", "type": ["null", "string"]},
                      {"name": "phase", "type": ["null", "string"]},
                      {"name": "time_of_day", "type": ["null", "string"]},
                      {"name": "month", "type": ["null", "int"]},
                      {"name": "outcome", "type": {"type": "record", "name": "Outcome", "fields": [
                        {"name": "size", "type": ["null", {"type": "enum", "name": "Size", "symbols": ["Small", "Medium", "Large"]}]},
                        {"name": "damage", "type": ["null", "boolean"]},
                        {"name": "speed", "type": ["null", "double"]}]}}]}
                    """);

    private final LearnerSpec spec = LearnerSpecReader.read(
            Birdstrikes.yaml()
                    + """
              events:
                map: {id: /uuid, time: /at, features: "", labels: /outcome}
              """);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path stateDirectory;

    /** As a registry's own deserialiser would be. */
    private record AvroDeserializer(GenericDatumReader<GenericRecord> reader) implements Deserializer<GenericRecord> {

        AvroDeserializer(Schema schema) {
            this(new GenericDatumReader<>(schema));
        }

        @Override
        public GenericRecord deserialize(String topic, byte[] bytes) {
            try {
                return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));
            } catch (IOException e) {
                throw new SerializationException("no Avro", e);
            }
        }
    }

    static Map<String, Object> map(GenericRecord record) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value instanceof GenericRecord nested) {
                value = map(nested);
            } else if (value instanceof GenericEnumSymbol<?>) {
                value = value.toString();
            }
            map.put(field.name(), value);
        }
        return map;
    }

    static LearnerTopology learner(LearnerSpec spec, Schema schema) {
        return Mainstem.learner(spec).withEvents(() -> new AvroDeserializer(schema), record -> map(record));
    }

    @Test
    void areLearnedAsTheSameEventsInJson() {
        try (EventsDriver driver = new EventsDriver(learner(spec, STRIKE), stateDirectory)) {
            driver.expectThePredictionsOfJson(160, AvroEventsTopologyTest::bytes);
        }
    }

    @Test
    void whatIsNoAvroIsADeadLetter() {
        byte[] whole = bytes(EventsDriver.strikes(1).get(0));
        try (EventsDriver driver = new EventsDriver(learner(spec, STRIKE), stateDirectory)) {
            driver.send(Arrays.copyOf(whole, whole.length / 2));
            driver.send(new byte[0]);
            driver.send(new byte[] {2, 'x', 0, 8});
            driver.send(whole);

            assertThat(driver.deadLetters()).hasSize(3).satisfies(letters -> {
                assertThat(letters.get(0)).startsWith("not-deserializable no Avro");
                assertThat(letters.get(1)).startsWith("empty-value ");
                assertThat(letters.get(2)).startsWith("not-deserializable ");
            });
            assertThat(driver.predictions()).isEmpty();
        }
    }

    @Test
    void theLearnersOwnChecksNameThePlaceInTheRecord() {
        GenericRecord strike = record(EventsDriver.strikes(1).get(0));
        strike.put("uuid", "");
        try (EventsDriver driver = new EventsDriver(learner(spec, STRIKE), stateDirectory)) {
            driver.send(bytes(strike));

            assertThat(driver.deadLetters())
                    .containsExactly("missing-id /uuid: expected a string or an integer, found an empty string");
        }
    }

    private static byte[] bytes(JsonNode strike) {
        return bytes(record(strike));
    }

    private static byte[] bytes(GenericRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static GenericRecord record(JsonNode strike) {
        GenericRecord record = new GenericData.Record(STRIKE);
        record.put("uuid", strike.get("id").asText());
        record.put("at", Instant.parse(strike.get("time").asText()).toEpochMilli());
        strike.get("features").properties().forEach(feature -> record.put(feature.getKey(), value(feature.getValue())));
        Schema outcomes = STRIKE.getField("outcome").schema();
        GenericRecord outcome = new GenericData.Record(outcomes);
        strike.get("labels").properties().forEach(label -> outcome.put(label.getKey(), value(label.getValue())));
        if (outcome.get("speed") instanceof Integer speed) {
            outcome.put("speed", speed.doubleValue());
        }
        if (outcome.get("size") instanceof String size) {
            Schema sizes = outcomes.getField("size").schema().getTypes().get(1);
            outcome.put("size", new GenericData.EnumSymbol(sizes, size));
        }
        record.put("outcome", outcome);
        return record;
    }

    private static Object value(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNumber() ? node.intValue() : node.asText();
    }
}

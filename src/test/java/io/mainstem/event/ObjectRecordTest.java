package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RecordShape;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of Java's own objects are read as if they were written in JSON. */
class ObjectRecordTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> TEXTS = List.of("Large", "BSD", "", "ä\u0001", "2026-01-01T00:00:00Z");

    private enum Airport {
        LAGUARDIA
    }

    private final LearnerSpec spec = Learners.everyType();
    private final RecordingSink sink = new RecordingSink(spec.features());
    private EventReader reader = new EventReader(spec);

    private Event read(Map<?, ?> record) throws InvalidRecordException {
        return (Event) reader.readAny(record, EventReader.NO_TIMESTAMP, sink);
    }

    private InvalidRecordException refusal(Map<?, ?> record) {
        return catchThrowableOfType(InvalidRecordException.class, () -> read(record));
    }

    private static Map<String, Object> features(String name, Object value) {
        return Map.of("id", "1", "features", Map.of(name, value));
    }

    @Test
    void readsEveryType() throws InvalidRecordException {
        Map<String, Object> features = new HashMap<>();
        features.put("month", (short) 5);
        features.put("airport", CharBuffer.wrap("LAGUARDIA NY"));
        features.put("night", true);
        features.put("remarks", 'x');
        features.put("words", Set.of("w7"));
        features.put("terms", Map.of("engine", 2.5f));
        features.put("spectrum", new float[] {0.25f, 1, -1000});
        features.put("bytes", new byte[] {1});
        features.put("nothing", null);
        Map<String, Object> labels = new HashMap<>();
        labels.put("damage", 0L);
        labels.put("size", "Large");
        labels.put("speed", 131.5);
        labels.put("topics", new String[] {"BSD", "Hardware"});
        labels.put("position", List.of(1, new java.math.BigDecimal("-2.5")));
        UUID id = UUID.fromString("00000000-0000-0001-0000-000000000002");

        Event event = read(Map.of(
                "id", id, "time", Instant.parse("2026-01-01T00:00:00.5Z"), "features", features, "labels", labels));

        assertThat(event.id()).isEqualTo(id.toString());
        assertThat(event.time()).isEqualTo(1767225600500L);
        assertThat(sink.lines())
                .containsExactlyInAnyOrder(
                        "month = 5.0",
                        "airport is LAGUARDIA NY",
                        "night is true",
                        "remarks says x",
                        "words {}",
                        "words + 1.0 w7",
                        "terms {}",
                        "terms + 2.5 engine",
                        "spectrum []",
                        "spectrum[0] = 0.25",
                        "spectrum[1] = 1.0",
                        "spectrum[2] = -1000.0");
        assertThat(event.labels().values()).containsExactly(0, 2, 131.5, 1, 0, 1, 1, -2.5);
        assertThat(event.labels().present()).containsOnly(true);
        assertThat(reader.ignoredNames()).isEqualTo(2);
        read(features("airport", Airport.LAGUARDIA));
        assertThat(sink.lines()).containsExactly("airport is LAGUARDIA");
    }

    @Test
    void takesIntegersAsIdsAndTimes() throws InvalidRecordException {
        Event event = read(Map.of("id", BigInteger.TEN.pow(30), "time", 1500, "features", Map.of()));

        assertThat(event.id()).isEqualTo("1" + "0".repeat(30));
        assertThat(event.time()).isEqualTo(1500);
        assertThat(refusal(Map.of("time", BigInteger.TEN.pow(30))).reason()).isEqualTo(Reason.BAD_TIME);
        assertThat(refusal(Map.of("time", Instant.MAX)).reason()).isEqualTo(Reason.BAD_TIME);
        assertThat(refusal(Map.of("id", 1.0)).reason()).isEqualTo(Reason.WRONG_TYPE);
    }

    @Test
    void refusesWhatIsOfNoType() {
        assertThat(refusal(features("month", new byte[4])))
                .hasMessage("features.month: expected a number, found a [B")
                .returns(Reason.WRONG_TYPE, InvalidRecordException::reason);
        assertThat(refusal(features("words", List.of("a", new Object()))))
                .hasMessage("features.words[1]: expected a string, found a java.lang.Object");
        assertThat(refusal(features("month", Float.NaN)))
                .hasMessage("features.month: expected a finite number within the range of a 32-bit float, found NaN")
                .returns(Reason.NOT_FINITE, InvalidRecordException::reason);
        assertThat(refusal(features("month", new java.math.BigDecimal("1e999"))).reason())
                .isEqualTo(Reason.NOT_FINITE);
    }

    @Test
    void whatIsNotDeclaredMayBeAnything() throws InvalidRecordException {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);

        assertThat(read(Map.of("id", "1", "features", Map.of("x", Double.NaN), "y", endless))
                        .id())
                .isEqualTo("1");
    }

    @Test
    void namesThatAreTheSameTextAreGivenTwice() {
        Map<Object, Object> record = new HashMap<>();
        record.put("id", "1");
        record.put(CharBuffer.wrap("id"), "1");

        assertThat(refusal(record))
                .hasMessage("id: given twice")
                .returns(Reason.DUPLICATE_FIELD, InvalidRecordException::reason);
    }

    @Test
    void aRecordThatContainsItselfHasAnEnd() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("a", endless);
        RecordShape shape = Learners.shape("/id", "/time", Map.of("month", "/a".repeat(32)), Map.of());
        reader = new EventReader(Learners.shaped(spec, shape));

        assertThat(refusal(endless).getMessage()).startsWith("/a/a/a").endsWith("expected a number, found an object");
    }

    @Test
    void aMapThatThrowsIsRefused() {
        Map<String, Object> lazy = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new IllegalStateException("two\nlines");
            }
        };

        assertThat(refusal(Map.of("features", lazy)))
                .hasMessage("features: two\uFFFDlines")
                .returns(Reason.NOT_DESERIALIZABLE, InvalidRecordException::reason);
        assertThat(refusal(lazy).reason()).isEqualTo(Reason.NOT_DESERIALIZABLE);
    }

    /** What a record came to. */
    private record Outcome(@Nullable String refusal, List<String> features, String event, List<Double> labels) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void isReadAsTheSameRecordInJson(int seed) throws Exception {
        Random random = new Random(seed);
        int refused = 0;
        EventReader json = new EventReader(spec);
        RecordShape shape = Learners.shape(
                "/id",
                "/time",
                Map.of("month", "/features/month", "words", "/features/words", "spectrum", "/labels/spectrum"),
                Map.of("damage", "/labels/damage", "position", "/features/1/0"));
        EventReader shapedJson = new EventReader(Learners.shaped(spec, shape));
        EventReader shaped = new EventReader(Learners.shaped(spec, shape));
        for (int i = 0; i < 5000; i++) {
            ObjectNode record = record(random);
            byte[] bytes = record.toString().getBytes(UTF_8);
            Map<?, ?> map = JSON.convertValue(record, Map.class);
            Outcome expected = outcome(() -> json.read(bytes, EventReader.NO_TIMESTAMP, sink));
            assertThat(outcome(() -> reader.readAny(map, EventReader.NO_TIMESTAMP, sink)))
                    .as("seed %d: %s", seed, record)
                    .isEqualTo(expected);
            assertThat(outcome(() -> shaped.readAny(map, EventReader.NO_TIMESTAMP, sink)))
                    .as("seed %d: %s", seed, record)
                    .isEqualTo(outcome(() -> shapedJson.read(bytes, EventReader.NO_TIMESTAMP, sink)));
            refused += expected.refusal() == null ? 0 : 1;
        }
        assertThat(refused).as("seed %d", seed).isBetween(1000, 4500);
        assertThat(reader.ignoredNames()).isEqualTo(json.ignoredNames()).isPositive();
        assertThat(shaped.ignoredNames()).isEqualTo(shapedJson.ignoredNames()).isPositive();
    }

    private interface Reading {
        Arrival read() throws InvalidRecordException;
    }

    private Outcome outcome(Reading reading) {
        try {
            Arrival event = reading.read();
            List<Double> labels =
                    java.util.Arrays.stream(event.labels().values()).boxed().toList();
            return new Outcome(null, sink.lines(), event.id() + " " + event.time(), labels);
        } catch (InvalidRecordException e) {
            return new Outcome(e.reason() + " " + e.getMessage(), List.of(), "", List.of());
        }
    }

    private static ObjectNode record(Random random) {
        ObjectNode record = NODES.objectNode();
        record.set("id", random.nextInt(20) == 0 ? any(random, 0) : NODES.textNode("é😀" + random.nextInt()));
        if (random.nextBoolean()) {
            record.set("time", random.nextInt(5) == 0 ? any(random, 0) : NODES.numberNode(random.nextLong() >> 20));
        }
        record.set("features", random.nextInt(20) == 0 ? any(random, 0) : features(random));
        record.set("labels", random.nextInt(20) == 0 ? any(random, 0) : labels(random));
        return record;
    }

    private static ObjectNode features(Random random) {
        ObjectNode features = NODES.objectNode();
        features.put("month", random.nextInt(12));
        features.set("words", NODES.arrayNode().add("w" + random.nextInt(9)).add("w"));
        List<String> names = List.of("airport", "night", "remarks", "terms", "spectrum", "x", "1");
        String name = names.get(random.nextInt(names.size()));
        features.set(name, any(random, 0));
        return features;
    }

    private static ObjectNode labels(Random random) {
        ObjectNode labels = NODES.objectNode();
        labels.put("damage", random.nextBoolean());
        List<String> names = List.of("size", "speed", "topics", "position", "spectrum", "x");
        labels.set(names.get(random.nextInt(names.size())), any(random, 0));
        return labels;
    }

    private static JsonNode any(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 6 : 9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt(4));
            case 3 -> NODES.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(60)));
            case 4 -> NODES.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 5 -> NODES.numberNode(BigInteger.ONE.shiftLeft(random.nextInt(100)));
            case 6 -> {
                ObjectNode object = NODES.objectNode();
                for (int n = random.nextInt(3); n > 0; n--) {
                    object.set("a/" + n, any(random, depth + 1));
                }
                yield object;
            }
            default -> {
                ArrayNode array = NODES.arrayNode();
                for (int n = random.nextInt(4); n > 0; n--) {
                    array.add(random.nextBoolean() ? NODES.numberNode(n) : any(random, depth + 1));
                }
                yield array;
            }
        };
    }
}

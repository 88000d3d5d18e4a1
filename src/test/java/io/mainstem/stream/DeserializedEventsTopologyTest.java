package io.mainstem.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstem.Birdstrikes;
import io.mainstem.Mainstem;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that the hosting program's own deserialiser reads, whatever it does. */
class DeserializedEventsTopologyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LearnerSpec spec = LearnerSpecReader.read(Birdstrikes.yaml() + "events: {maxBytes: 20}\n");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path stateDirectory;

    /** Of text; fails as the text says. */
    private static final class Words implements Deserializer<String> {
        private final AtomicInteger open;

        Words(AtomicInteger open) {
            this.open = open;
            open.incrementAndGet();
        }

        @Override
        public @Nullable String deserialize(String topic, byte[] bytes) {
            String text = new String(bytes, UTF_8);
            switch (text) {
                case "fail" -> throw new IllegalStateException("two\nlines");
                case "silent" -> throw new IllegalStateException();
                case "caused" -> throw new SerializationException("no schema", new IllegalArgumentException("id 7"));
                case "deep" -> throw new StackOverflowError();
                case "out" -> throw new SerializationException("registry", new ConnectException("refused"));
                case "later" -> throw new TimeoutException("registry");
                default -> {
                    return text.equals("none") ? null : topic + " " + text;
                }
            }
        }

        @Override
        public @Nullable String deserialize(String topic, Headers headers, byte[] bytes) {
            return headers.lastHeader("as") == null
                    ? deserialize(topic, bytes)
                    : new String(headers.lastHeader("as").value(), UTF_8);
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    private EventsDriver driver(Function<String, @Nullable Map<?, ?>> toRecord) {
        return new EventsDriver(
                Mainstem.learner(spec).withEvents(() -> new Words(new AtomicInteger()), toRecord), stateDirectory);
    }

    private static Map<String, Object> event(String id) {
        return Map.of("id", id, "features", Map.of("month", 5));
    }

    @Test
    void getTopicHeadersAndBytes() {
        try (EventsDriver driver = driver(DeserializedEventsTopologyTest::event)) {
            driver.send("a".getBytes(UTF_8));
            TestRecord<byte[], byte[]> record = new TestRecord<>(null, "b".getBytes(UTF_8));
            record.headers().add("as", "c".getBytes(UTF_8));
            driver.send(record);

            assertThat(driver.read("predictions")).extracting(TestRecord::key).containsExactly("events a", "c");
        }
    }

    @Test
    void whatFailsIsADeadLetterWithItsBytes() {
        try (EventsDriver driver = driver(text -> text.endsWith("null") ? null : event(text))) {
            for (String text : List.of("fail", "silent", "caused", "deep", "none", "null", "x".repeat(21), "good")) {
                driver.send(text.getBytes(UTF_8));
            }
            List<TestRecord<String, byte[]>> letters = driver.read("dead-letters");

            assertThat(letters)
                    .extracting(letter -> EventsDriver.header(letter, "message"))
                    .containsExactly(
                            "two\uFFFDlines",
                            "IllegalStateException",
                            "no schema: id 7",
                            "StackOverflowError",
                            "expected a record, found nothing",
                            "expected a record, found nothing",
                            "expected at most 20 bytes (events.maxBytes), found 21");
            assertThat(letters)
                    .extracting(letter -> EventsDriver.header(letter, "reason"))
                    .startsWith("not-deserializable")
                    .endsWith("not-deserializable", "too-large");
            assertThat(letters)
                    .extracting(letter -> new String(letter.value(), UTF_8))
                    .startsWith("fail", "silent", "caused", "deep", "none", "null");
            assertThat(driver.predictions()).hasSize(1);
        }
    }

    @Test
    void aFunctionThatFailsIsNoBetter() {
        try (EventsDriver driver = driver(text -> Map.of("id", Integer.parseInt(text)))) {
            driver.send("a".getBytes(UTF_8));

            assertThat(driver.deadLetters()).containsExactly("not-deserializable For input string: \"events a\"");
        }
    }

    @Test
    void anOutageIsNotTheRecordsFault() {
        for (String outage : List.of("out", "later")) {
            try (EventsDriver driver = driver(DeserializedEventsTopologyTest::event)) {
                assertThatThrownBy(() -> driver.send(outage.getBytes(UTF_8))).hasStackTraceContaining("registry");
                assertThat(driver.deadLetters()).isEmpty();
            }
        }
    }

    @Test
    void everyCheckOfAnEventIsMade() {
        try (EventsDriver driver = driver(text -> {
            Map<String, Object> event = new HashMap<>(event("1"));
            switch (text.substring("events ".length())) {
                case "class" -> event.put("labels", Map.of("size", "Tiny"));
                case "time" -> event.put("time", NOW);
                case "feature" -> event.put("features", Map.of("month", "May"));
                default -> event.remove("id");
            }
            return event;
        })) {
            for (String text : List.of("class", "feature", "id")) {
                driver.send(text.getBytes(UTF_8));
            }
            driver.send(new TestRecord<>(null, "time".getBytes(UTF_8), Instant.EPOCH));

            assertThat(driver.deadLetters())
                    .containsExactly(
                            "unknown-class labels.size: expected one of Small, Medium, Large, found \"Tiny\"",
                            "wrong-type features.month: expected a number, found a string",
                            "missing-id id: expected a string or an integer, found none",
                            "time-ahead time: expected at most PT24H (events.maxAhead) after the record's timestamp"
                                    + " 1970-01-01T00:00:00Z, found 2026-01-01T00:00:00Z");
        }
    }

    @Test
    void eachPartitionHasADeserialiserThatIsClosed() {
        AtomicInteger open = new AtomicInteger();
        LearnerTopology learner =
                Mainstem.learner(spec).withEvents(() -> new Words(open), DeserializedEventsTopologyTest::event);
        assertThat(open).hasValue(0);
        try (EventsDriver driver = new EventsDriver(learner.onAnyHost(), stateDirectory)) {
            driver.send("a".getBytes(UTF_8));
            assertThat(open).hasValue(1);
        }
        assertThat(open).hasValue(0);
    }
}

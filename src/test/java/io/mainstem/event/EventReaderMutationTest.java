package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.mainstem.spec.LearnerSpec;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a record holds, it is read or refused, and leaves no trace in the next one. */
class EventReaderMutationTest {

    private static final int RECORDS = 10_000;

    private static final byte[] VALID =
            """
            {"id":"42","time":"2026-01-01T00:00:00Z","features":{"month":5,"airport":"LAGUARDIA € 😀 \\u00e4","night":true,
            "remarks":"Hit by a \\"gull\\".","words":["w7","w13"],"terms":{"engine":2,"bird":0.5},"spectrum":[0.25,null,-1e3],
            "unknown":{"a":[1,{"b":null}]}},"labels":{"damage":true,"size":"Large","speed":131.5,"topics":["BSD"],"position":[1,-2.5]}}
            """
                    .getBytes(UTF_8);

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u",
            "\\ud800",
            "null",
            "true",
            "NaN",
            "-Infinity",
            "1e999",
            "1e",
            "-",
            "0",
            "99999999999999999999",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "\"id\":",
            "\"features\":{",
            "\"labels\":{",
            "\"month\":",
            "\"size\":",
            "\n",
            "\0",
            "\uFEFF");

    private final LearnerSpec spec = Learners.everyType();
    private EventReader reader = new EventReader(spec);
    private final RecordingSink sink = new RecordingSink(spec.features());

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 5);
    }

    /** The same record, as one of a shape that looks into its values too. */
    private void useAShape() {
        reader = new EventReader(Learners.shaped(
                spec,
                Learners.shape(
                        "/id",
                        "/time",
                        Map.of(
                                "month", "/features/month",
                                "airport", "/features/airport",
                                "night", "/features/unknown/a/1/b",
                                "remarks", "/features/remarks",
                                "terms", "/features/terms",
                                "spectrum", "/features/spectrum"),
                        Map.of(
                                "damage",
                                "/labels/damage",
                                "speed",
                                "/labels/position/1",
                                "topics",
                                "/labels/topics"))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsOrRefusesAnyMutationOfAShape(int seed) {
        useAShape();
        readsOrRefusesAnyMutation(seed);
    }

    @Test
    void refusesEveryTruncationOfAShape() {
        useAShape();
        refusesEveryTruncation();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsOrRefusesAnyMutation(int seed) {
        Outcome undisturbed = outcome(VALID);
        assertThat(undisturbed.refusal()).as("seed %d", seed).isNull();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < RECORDS; i++) {
            byte[] record = mutated(random);
            Outcome first = outcome(record);
            if (first.refusal() != null) {
                refused++;
                if (!first.refusal().matches("[^\\n\\r]{5,1000}")) {
                    fail("seed %d, record %d: %s", seed, i, first.refusal());
                }
            }
            if (i % 64 == 0) {
                assertThat(outcome(VALID))
                        .as("seed %d, after record %d", seed, i)
                        .isEqualTo(undisturbed);
                assertThat(outcome(record))
                        .as("seed %d, record %d again", seed, i)
                        .isEqualTo(first);
            }
        }
        assertThat(refused).as("seed %d", seed).isBetween(RECORDS / 2, RECORDS - 1);
    }

    @Test
    void refusesEveryTruncation() {
        for (int length = 0; length < VALID.length - 1; length++) {
            byte[] record = new byte[length];
            System.arraycopy(VALID, 0, record, 0, length);
            assertThat(outcome(record).reason()).as("%d bytes", length).isIn(Reason.NOT_JSON, Reason.EMPTY_VALUE);
        }
    }

    /** What a record came to, with all that its reader said. */
    private record Outcome(
            @Nullable Reason reason,
            @Nullable String refusal,
            List<String> features,
            String event,
            List<Double> labels) {}

    private Outcome outcome(byte[] record) {
        try {
            Event event = reader.read(record, EventReader.NO_TIMESTAMP, sink);
            List<Double> labels = Arrays.stream(event.labels().values()).boxed().toList();
            return new Outcome(null, null, sink.lines(), event.id() + " " + event.time(), labels);
        } catch (InvalidRecordException e) {
            return new Outcome(e.reason(), e.getMessage(), List.of(), "", List.of());
        }
    }

    private static byte[] mutated(Random random) {
        byte[] record = VALID.clone();
        int mutations = 1 + random.nextInt(3);
        for (int m = 0; m < mutations; m++) {
            int at = random.nextInt(record.length);
            switch (random.nextInt(6)) {
                case 0 -> record[at] = (byte) random.nextInt(256);
                case 1 -> record[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> record = splice(record, at, Math.min(record.length, at + 1 + random.nextInt(8)), new byte[0]);
                case 3 ->
                    record = splice(
                            record,
                            at,
                            at,
                            PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8));
                case 4 -> {
                    int from = random.nextInt(record.length);
                    int to = Math.min(record.length, from + 1 + random.nextInt(40));
                    record = splice(record, at, at, Arrays.copyOfRange(record, from, to));
                }
                default ->
                    record = splice(
                            record,
                            at,
                            at + 1,
                            PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8));
            }
        }
        return record;
    }

    /** The record with what is from {@code from} to {@code to} replaced. */
    private static byte[] splice(byte[] record, int from, int to, byte[] insert) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(record, 0, from);
        spliced.writeBytes(insert);
        spliced.write(record, to, record.length - to);
        return spliced.size() == 0 ? record : spliced.toByteArray();
    }
}

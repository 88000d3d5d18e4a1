package io.mainstem.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mainstem.spec.LearnerSpec;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventReaderRefusalTest {

    private static final String SIZE = "labels.size: expected one of Small, Medium, Large, found ";
    private static final String TIME =
            "time: expected ISO 8601 with an offset, such as 2026-01-01T00:00:00Z, or integer epoch milliseconds, found ";
    private static final String RANGE = ": expected a finite number within the range of a 32-bit float, found ";

    private final LearnerSpec spec = Learners.everyType();
    private final EventReader reader = new EventReader(spec);
    private final RecordingSink sink = new RecordingSink(spec.features());

    @ParameterizedTest
    @MethodSource
    void refuses(String value, Reason reason, String message) {
        InvalidRecordException refusal = refusal(value.getBytes(UTF_8), EventReader.NO_TIMESTAMP);

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.getMessage()).isEqualTo(message);
        assertThat(reader.ignoredNames()).isZero();
    }

    static Stream<Arguments> refuses() {
        return Stream.of(
                // The record as a whole.
                arguments("  ", Reason.NOT_JSON, "expected a JSON object, found white space only"),
                arguments("hello", Reason.NOT_JSON, "not JSON near byte 5"),
                arguments("[1]", Reason.WRONG_TYPE, "expected an object, found an array"),
                arguments("\"text\"", Reason.WRONG_TYPE, "expected an object, found a string"),
                arguments("null", Reason.WRONG_TYPE, "expected an object, found null"),
                arguments("{", Reason.NOT_JSON, "not JSON: it ends too early"),
                arguments("{\"id\":\"1\",\"features\":{}", Reason.NOT_JSON, "features: not JSON: it ends too early"),
                arguments("{\"id\":\"1\",\"features\":{}} x", Reason.NOT_JSON, "not JSON near byte 26"),
                arguments("{\"id\":\"1\",\"features\":{}}{}", Reason.NOT_JSON, "something follows the JSON object"),
                arguments("{\"id\":\"1\" \"features\":{}}", Reason.NOT_JSON, "id: not JSON near byte 11"),
                arguments("{'id':\"1\"}", Reason.NOT_JSON, "not JSON near byte 2"),
                arguments("{\"id\":\"a\nb\"}", Reason.NOT_JSON, "id: not JSON near byte 9"),
                arguments("{\"x\":" + "[".repeat(5000 / 2), Reason.NOT_JSON, "x: nested deeper than 64 levels"),
                arguments(
                        "{\"features\":{\"month\":" + "1".repeat(1001) + "}}",
                        Reason.TOO_LARGE,
                        "features.month: a number longer than 1000 characters"),
                arguments("\uFEFF{\"id\":\"1\",\"features\":{}}", Reason.NOT_JSON, "not JSON near byte 2"),
                // Id.
                arguments("{\"features\":{}}", Reason.MISSING_ID, "id: expected a string or an integer, found none"),
                arguments(
                        "{\"id\":null,\"features\":{}}",
                        Reason.MISSING_ID,
                        "id: expected a string or an integer, found none"),
                arguments(
                        "{\"id\":\"\",\"features\":{}}",
                        Reason.MISSING_ID,
                        "id: expected a string or an integer, found an empty string"),
                arguments("{\"id\":1.5}", Reason.WRONG_TYPE, "id: expected a string or an integer, found a number"),
                arguments("{\"id\":true}", Reason.WRONG_TYPE, "id: expected a string or an integer, found true"),
                arguments("{\"id\":{}}", Reason.WRONG_TYPE, "id: expected a string or an integer, found an object"),
                arguments(
                        "{\"id\":\"" + "x".repeat(1025) + "\"}",
                        Reason.TOO_LARGE,
                        "id: expected at most 1024 characters, found 1025"),
                arguments("{\"id\":\"\\ud800x\"}", Reason.NOT_JSON, "id: half a surrogate pair is not a character"),
                arguments("{\"id\":\"1\",\"id\":\"1\"}", Reason.DUPLICATE_FIELD, "id: given twice"),
                // Time.
                arguments("{\"time\":\"yesterday\"}", Reason.BAD_TIME, TIME + "\"yesterday\""),
                arguments("{\"time\":\"2026-01-01T00:00:00\"}", Reason.BAD_TIME, TIME + "\"2026-01-01T00:00:00\""),
                arguments("{\"time\":\"2026-02-30T00:00:00Z\"}", Reason.BAD_TIME, TIME + "\"2026-02-30T00:00:00Z\""),
                arguments("{\"time\":\"\"}", Reason.BAD_TIME, TIME + "\"\""),
                arguments("{\"time\":1.5e12}", Reason.BAD_TIME, TIME + "a number"),
                arguments("{\"time\":true}", Reason.BAD_TIME, TIME + "true"),
                arguments("{\"time\":[]}", Reason.BAD_TIME, TIME + "an array"),
                arguments(
                        "{\"time\":9223372036854775807}",
                        Reason.BAD_TIME,
                        "time: expected a year from 0000 to 9999, found 9223372036854775807"),
                arguments(
                        "{\"time\":-9223372036854775808}",
                        Reason.BAD_TIME,
                        "time: expected a year from 0000 to 9999, found -9223372036854775808"),
                arguments(
                        "{\"time\":-99999999999999999999}",
                        Reason.BAD_TIME,
                        "time: expected a year from 0000 to 9999, found -99999999999999999999"),
                // Features.
                arguments("{\"id\":\"1\"}", Reason.MISSING_FEATURES, "features: expected an object, found none"),
                arguments(
                        "{\"id\":\"1\",\"features\":null}",
                        Reason.MISSING_FEATURES,
                        "features: expected an object, found none"),
                arguments("{\"features\":[]}", Reason.WRONG_TYPE, "features: expected an object, found an array"),
                arguments("{\"features\":{},\"features\":{}}", Reason.DUPLICATE_FIELD, "features: given twice"),
                features("\"month\":\"May\"", Reason.WRONG_TYPE, "month: expected a number, found a string"),
                features("\"month\":{}", Reason.WRONG_TYPE, "month: expected a number, found an object"),
                features("\"month\":NaN", Reason.NOT_FINITE, "month" + RANGE + "NaN"),
                features("\"month\":Infinity", Reason.NOT_FINITE, "month" + RANGE + "Infinity"),
                features("\"month\":-Infinity", Reason.NOT_FINITE, "month" + RANGE + "-Infinity"),
                features("\"month\":1e999", Reason.NOT_FINITE, "month" + RANGE + "1e999"),
                features("\"month\":-1e39", Reason.NOT_FINITE, "month" + RANGE + "-1e39"),
                features(
                        "\"month\":1" + "0".repeat(99),
                        Reason.NOT_FINITE,
                        "month" + RANGE + "1" + "0".repeat(63) + "…"),
                features("\"unknown\":[NaN]", Reason.NOT_FINITE, "unknown" + RANGE + "NaN"),
                features("\"month\":01", Reason.NOT_JSON, "month: not JSON near byte 22"),
                features("\"month\":tru", Reason.NOT_JSON, "month: not JSON near byte 25"),
                features("\"month\":1,\"month\":null", Reason.DUPLICATE_FIELD, "month: given twice"),
                features("\"month\":null,\"month\":1", Reason.DUPLICATE_FIELD, "month: given twice"),
                features("\"airport\":3", Reason.WRONG_TYPE, "airport: expected a string, found a number"),
                features("\"airport\":[\"a\"]", Reason.WRONG_TYPE, "airport: expected a string, found an array"),
                features("\"remarks\":true", Reason.WRONG_TYPE, "remarks: expected a string, found true"),
                features(
                        "\"spectrum\":1",
                        Reason.WRONG_TYPE,
                        "spectrum: expected an array of 3 numbers, found a number"),
                features("\"spectrum\":[1,2]", Reason.WRONG_LENGTH, "spectrum: expected 3 numbers, found 2"),
                features("\"spectrum\":[1,2,3,4]", Reason.WRONG_LENGTH, "spectrum: expected 3 numbers, found more"),
                features(
                        "\"spectrum\":[1,\"2\",3]",
                        Reason.WRONG_TYPE,
                        "spectrum[1]: expected a number, found a string"),
                features("\"spectrum\":[1,2,true]", Reason.WRONG_TYPE, "spectrum[2]: expected a number, found true"),
                features("\"spectrum\":[1,2,[3]]", Reason.WRONG_TYPE, "spectrum[2]: expected a number, found an array"),
                features("\"spectrum\":[NaN,2,3]", Reason.NOT_FINITE, "spectrum[0]" + RANGE + "NaN"),
                features(
                        "\"words\":\"w1\"",
                        Reason.WRONG_TYPE,
                        "words: expected an array of strings or an object of numbers, found a string"),
                features("\"words\":[\"w1\",null]", Reason.WRONG_TYPE, "words[1]: expected a string, found null"),
                features("\"words\":[[\"w1\"]]", Reason.WRONG_TYPE, "words[0]: expected a string, found an array"),
                features("\"words\":{\"w1\":\"2\"}", Reason.WRONG_TYPE, "words.w1: expected a number, found a string"),
                features("\"words\":{\"w1\":null}", Reason.WRONG_TYPE, "words.w1: expected a number, found null"),
                features("\"words\":{\"w1\":1e40}", Reason.NOT_FINITE, "words.w1" + RANGE + "1e40"),
                features(
                        "\"words\":{\"a\\nb\":{}}", Reason.WRONG_TYPE, "words.a�b: expected a number, found an object"),
                // Labels.
                arguments("{\"labels\":1}", Reason.WRONG_TYPE, "labels: expected an object, found a number"),
                arguments("{\"labels\":null,\"labels\":{}}", Reason.DUPLICATE_FIELD, "labels: given twice"),
                labels("\"damage\":2", Reason.WRONG_TYPE, "damage: expected true, false, 0 or 1, found 2"),
                labels("\"damage\":\"no\"", Reason.WRONG_TYPE, "damage: expected true, false, 0 or 1, found a string"),
                labels("\"damage\":NaN", Reason.NOT_FINITE, "damage" + RANGE + "NaN"),
                labels("\"damage\":true,\"damage\":true", Reason.DUPLICATE_FIELD, "damage: given twice"),
                arguments("{\"labels\":{\"size\":\"Tiny\"}}", Reason.UNKNOWN_CLASS, SIZE + "\"Tiny\""),
                arguments("{\"labels\":{\"size\":\"\"}}", Reason.UNKNOWN_CLASS, SIZE + "\"\""),
                arguments(
                        "{\"labels\":{\"size\":\"\\r\\n" + "x".repeat(99) + "\"}}",
                        Reason.UNKNOWN_CLASS,
                        SIZE + "\"��" + "x".repeat(62) + "…\""),
                labels("\"size\":1", Reason.WRONG_TYPE, "size: expected a string, found a number"),
                labels("\"speed\":\"fast\"", Reason.WRONG_TYPE, "speed: expected a number, found a string"),
                labels("\"speed\":[1]", Reason.WRONG_TYPE, "speed: expected a number, found an array"),
                labels("\"speed\":1e39", Reason.NOT_FINITE, "speed" + RANGE + "1e39"),
                labels("\"topics\":\"BSD\"", Reason.WRONG_TYPE, "topics: expected an array of strings, found a string"),
                labels(
                        "\"topics\":[\"BSD\",\"Sport\"]",
                        Reason.UNKNOWN_CLASS,
                        "topics[1]: expected one of Hardware, Linux, BSD, found \"Sport\""),
                labels("\"topics\":[null]", Reason.WRONG_TYPE, "topics[0]: expected a string, found null"),
                labels("\"position\":1", Reason.WRONG_TYPE, "position: expected an array of 2 numbers, found a number"),
                labels("\"position\":[1]", Reason.WRONG_LENGTH, "position: expected 2 numbers, found 1"),
                labels("\"position\":[1,2,3]", Reason.WRONG_LENGTH, "position: expected 2 numbers, found more"),
                labels("\"position\":[1,null]", Reason.WRONG_TYPE, "position[1]: expected a number, found null"));
    }

    private static Arguments features(String fields, Reason reason, String message) {
        return arguments("{\"features\":{" + fields + "}}", reason, "features." + message);
    }

    private static Arguments labels(String fields, Reason reason, String message) {
        return arguments("{\"labels\":{" + fields + "}}", reason, "labels." + message);
    }

    @Test
    void refusesNoValue() {
        assertThat(refusal(null, 0).reason()).isEqualTo(Reason.EMPTY_VALUE);
        assertThat(refusal(new byte[0], 0))
                .hasMessage("expected a JSON object, found an empty value")
                .returns(Reason.EMPTY_VALUE, InvalidRecordException::reason);
    }

    @Test
    void refusesLargeValuesUnread() {
        assertThat(refusal("x".repeat(Learners.MAX_BYTES + 1).getBytes(UTF_8), 0))
                .hasMessage("expected at most 4096 bytes (events.maxBytes), found 4097")
                .returns(Reason.TOO_LARGE, InvalidRecordException::reason);
        assertThat(refusal("x".repeat(Learners.MAX_BYTES).getBytes(UTF_8), 0).reason())
                .isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void refusesOtherEncodings() {
        String event = "{\"id\":\"ä\",\"features\":{}}";

        assertThat(refusal(event.getBytes(ISO_8859_1), 0))
                .hasMessage("not UTF-8 at byte 7")
                .returns(Reason.NOT_JSON, InvalidRecordException::reason);
        assertThat(refusal("{\"id\":\"a\",\"features\":{}}".getBytes(UTF_16LE), 0)
                        .reason())
                .isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void refusesTimesFarAheadOfTheRecord() {
        byte[] event = "{\"id\":\"1\",\"time\":\"2099-01-01T00:00:00Z\",\"features\":{}}".getBytes(UTF_8);

        assertThat(refusal(event, 0))
                .hasMessage("time: expected at most PT24H (events.maxAhead) after the record's timestamp"
                        + " 1970-01-01T00:00:00Z, found 2099-01-01T00:00:00Z")
                .returns(Reason.TIME_AHEAD, InvalidRecordException::reason);
        assertThat(refusal("{\"id\":\"1\",\"time\":86400001,\"features\":{}}".getBytes(UTF_8), 0)
                        .reason())
                .isEqualTo(Reason.TIME_AHEAD);
    }

    private InvalidRecordException refusal(byte @Nullable [] value, long recordTimestamp) {
        return catchThrowableOfType(InvalidRecordException.class, () -> reader.read(value, recordTimestamp, sink));
    }
}

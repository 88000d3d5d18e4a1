package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mainstem.spec.EpochUnit;
import io.mainstem.spec.FeatureSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.Pointer;
import io.mainstem.spec.RecordShape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Events of shapes that the learner file declares. */
class ShapedReaderTest {

    /** The contract's, with other names of the same length. */
    private static final RecordShape RENAMED = new RecordShape(
            Pointer.of("/nr"),
            Pointer.of("/when"),
            EpochUnit.MILLISECONDS,
            new RecordShape.Parts.Whole(Pointer.of("/payloads")),
            new RecordShape.Parts.Whole(Pointer.of("/truths")));

    private static final RecordShape FLAT = new RecordShape(
            Pointer.of("/id"),
            Pointer.of("/time"),
            EpochUnit.SECONDS,
            new RecordShape.Parts.Whole(Pointer.of("")),
            new RecordShape.Parts.Whole(Pointer.of("")));

    private static final RecordShape NESTED = Learners.shape(
            "/meta/0/uuid",
            "/meta/1",
            Map.of("month", "/flight/0/mon~1th", "airport", "/flight/1", "night", "/flight/1", "words", "/tags"),
            Map.of("damage", "/outcome/damage", "speed", "/outcome/speeds/1"));

    private final LearnerSpec spec = Learners.everyType();
    private final RecordingSink sink = new RecordingSink(spec.features());
    private EventReader reader = new EventReader(spec);

    private void use(RecordShape shape) {
        reader = new EventReader(Learners.shaped(spec, shape));
    }

    private Event read(String value) throws InvalidRecordException {
        return reader.read(value.getBytes(UTF_8), EventReader.NO_TIMESTAMP, sink);
    }

    private InvalidRecordException refusal(String value) {
        return catchThrowableOfType(InvalidRecordException.class, () -> read(value));
    }

    @ParameterizedTest
    @MethodSource("io.mainstem.event.EventReaderRefusalTest#refuses")
    void refusesWhatIsRefusedOfTheContractsShape(String value, Reason reason, String message) {
        use(RENAMED);
        InvalidRecordException refusal = refusal(renamed(value));

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(withDots(String.valueOf(refusal.getMessage()))).isEqualTo(message);
        assertThat(reader.ignoredNames()).isZero();
    }

    private static String renamed(String value) {
        return value.replace("\"id\"", "\"nr\"")
                .replace("\"time\"", "\"when\"")
                .replace("\"features\"", "\"payloads\"")
                .replace("\"labels\"", "\"truths\"");
    }

    /** The path of a message as those of the contract's shape have it. */
    private static String withDots(String message) {
        int end = message.indexOf(": ");
        if (!message.startsWith("/") || end < 0) {
            return message;
        }
        String path = message.substring(1, end)
                // Exact even within what is not declared, and before arrays that end too early.
                .replaceFirst("^payloads/unknown/0$", "features/unknown")
                .replaceFirst("^x(/0)+$", "x")
                .replaceFirst("^nr", "id")
                .replaceFirst("^when", "time")
                .replaceFirst("^payloads", "features")
                .replaceFirst("^truths", "labels")
                .replaceFirst("/([0-9]+)$", "[$1]")
                .replace('/', '.');
        return path + message.substring(end);
    }

    @Test
    void readsWhatStandsElsewhere() throws InvalidRecordException {
        use(NESTED);
        Event event = read(
                """
                {"meta":[{"uuid":"42","x":1},"2026-01-01T00:00:00Z",[],{}],"id":7,
                 "flight":{"0":{"mon/th":5},"1":"LAGUARDIA NY"},
                 "tags":{"gull":2},"outcome":{"speeds":[1,131.5,null],"damage":true,"y":[[]]}}
                """);

        assertThat(event.id()).isEqualTo("42");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
        assertThat(sink.lines())
                .containsExactlyInAnyOrder(
                        "month = 5.0",
                        "airport is LAGUARDIA NY",
                        "night is LAGUARDIA NY",
                        "words {}",
                        "words + 2.0 gull");
        assertThat(event.labels().present()).containsExactly(true, false, true, false, false);
        assertThat(event.labels().values()[2]).isEqualTo(131.5);
        assertThat(reader.ignoredNames()).isEqualTo(3);
    }

    @Test
    void readsFlatRecords() throws InvalidRecordException {
        use(FLAT);
        Event event =
                read("{\"month\":3,\"damage\":1,\"time\":1.5,\"other\":{},\"id\":7,\"size\":null,\"night\":true}");

        assertThat(event.id()).isEqualTo("7");
        assertThat(event.time()).isEqualTo(1500);
        assertThat(sink.lines()).containsExactly("month = 3.0", "night is true");
        assertThat(event.labels().present()).containsExactly(true, false, false, false, false);
        assertThat(reader.ignoredNames()).isEqualTo(1);
    }

    @Test
    void readsOneValueForSeveral() throws InvalidRecordException {
        LearnerSpec twice = Learners.learner(
                List.of(
                        new FeatureSpec.Category("user", 8),
                        new FeatureSpec.Text("name", 8),
                        new FeatureSpec.Bag("tags", 8)),
                List.of(Learners.binary("y")));
        RecordShape shape = Learners.shape("/u", "/t", Map.of("user", "/u", "name", "/u", "tags", "/u"), Map.of());
        RecordingSink lines = new RecordingSink(twice.features());
        EventReader events = new EventReader(Learners.shaped(twice, shape));

        InvalidRecordException refusal = catchThrowableOfType(
                InvalidRecordException.class,
                () -> events.read("{\"u\":\"Ann\"}".getBytes(UTF_8), EventReader.NO_TIMESTAMP, lines));

        assertThat(lines.lines()).containsExactly("user is Ann", "name says Ann");
        assertThat(refusal)
                .hasMessage("/u: expected an array of strings or an object of numbers, found a string")
                .returns(Reason.WRONG_TYPE, InvalidRecordException::reason);
    }

    @Test
    void missesWhatAPointerDoesNotFind() throws InvalidRecordException {
        use(NESTED);
        Event event = read("{\"meta\":[{\"uuid\":1}],\"flight\":[{},\"X\"],\"outcome\":[3]}");

        assertThat(event.time()).isEqualTo(Event.NO_TIME);
        assertThat(sink.lines()).containsExactlyInAnyOrder("airport is X", "night is X");
        assertThat(event.labels().isEmpty()).isTrue();
        assertThat(read("{\"meta\":[{\"uuid\":1}],\"flight\":{\"0\":7,\"1\":\"X\"},\"outcome\":null}")
                        .labels()
                        .isEmpty())
                .isTrue();
        assertThat(read("{\"meta\":[{\"uuid\":1}],\"tags\":null,\"outcome\":{\"damage\":null}}")
                        .labels()
                        .isEmpty())
                .isTrue();
        assertThat(sink.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"tags\":[]} | MISSING_ID | /meta/0/uuid: expected a string or an integer, found none",
                "{\"meta\":\"0\",\"tags\":[]} | MISSING_ID | /meta/0/uuid: expected a string or an integer, found none",
                "{\"meta\":[{\"uuid\":1}]} | MISSING_FEATURES | expected features at ",
                "{\"meta\":[{\"uuid\":1}],\"flight\":{\"0\":{\"month\":1}}} | MISSING_FEATURES | expected features at ",
                "{\"meta\":[{\"uuid\":1.5}]} | WRONG_TYPE | /meta/0/uuid: expected a string or an integer, found a number",
                "{\"meta\":[{},{}]} | BAD_TIME | /meta/1: expected ISO 8601",
                "{\"flight\":{\"0\":{\"mon/th\":\"May\"}}} | WRONG_TYPE | /flight/0/mon~1th: expected a number, found a string",
                "{\"flight\":[{\"mon/th\":NaN}]} | NOT_FINITE | /flight/0/mon~1th: expected a finite number",
                "{\"flight\":[0,0]} | WRONG_TYPE | /flight/1: expected a string, found a number",
                "{\"flight\":[],\"flight\":[]} | DUPLICATE_FIELD | /flight: given twice",
                "{\"flight\":{\"0\":null,\"0\":null}} | DUPLICATE_FIELD | /flight/0: given twice",
                "{\"flight\":[{\"mon/th\":1,\"mon/th\":1}]} | DUPLICATE_FIELD | /flight/0/mon~1th: given twice",
                "{\"tags\":{\"a/b\":null}} | WRONG_TYPE | /tags/a~1b: expected a number, found null",
                "{\"tags\":[\"a\",1]} | WRONG_TYPE | /tags/1: expected a string, found a number",
                "{\"outcome\":{\"speeds\":[{},{}]}} | WRONG_TYPE | /outcome/speeds/1: expected a number, found an object",
                "{\"outcome\":{\"x\":[{\"y\":01}]}} | NOT_JSON | /outcome/x/0/y: not JSON near byte 23",
                "{\"outcome\":{\"x\":[{\"y\":NaN}]}} | NOT_FINITE | /outcome/x/0/y: expected a finite number",
                "{\"meta\":[{\"uuid\":1}],\"tags\":[]}} | NOT_JSON | not JSON near byte 32",
                "{\"tags\":[]}{} | NOT_JSON | something follows the JSON object",
            })
    void namesThePointer(String value, Reason reason, String message) {
        use(NESTED);
        InvalidRecordException refusal = refusal(value);

        assertThat(refusal.getMessage()).startsWith(message);
        assertThat(refusal.reason()).isEqualTo(reason);
    }

    @Test
    void aFlatRecordOfLabelsHasNoFeatures() throws InvalidRecordException {
        use(FLAT);

        assertThat(refusal("{\"id\":\"1\",\"damage\":true}"))
                .hasMessage("expected features at /month, /airport, /night, /remarks, /words, /terms, /spectrum,"
                        + " found none of them")
                .returns(Reason.MISSING_FEATURES, InvalidRecordException::reason);
        assertThat(read("{\"id\":\"1\",\"damage\":true,\"month\":null}")
                        .labels()
                        .present()[0])
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "SECONDS, 1767225600, 1767225600000",
        "SECONDS, 1767225600.123999, 1767225600123",
        "SECONDS, 1767225600.9999, 1767225600999",
        "SECONDS, 1.767225600123e9, 1767225600123",
        "SECONDS, -0.0001, -1",
        "SECONDS, 1e-400, 0",
        "MILLISECONDS, 1767225600123, 1767225600123",
        "MICROSECONDS, 1767225600123999, 1767225600123",
        "NANOSECONDS, 1767225600123999999, 1767225600123",
        "NANOSECONDS, '\"2026-01-01T00:00:00.123Z\"', 1767225600123",
    })
    void countsTimeInTheUnitOfTheShape(EpochUnit unit, String time, long millis) throws InvalidRecordException {
        useUnit(unit);
        assertThat(read("{\"id\":\"1\",\"time\":" + time + ",\"month\":1}").time())
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MICROSECONDS | 1.5 | or integer epoch microseconds, found a number",
                "SECONDS | true | or epoch seconds, found true",
                "SECONDS | 1767225600123 | /time: expected a year from 0000 to 9999, found 1767225600123",
                "SECONDS | 99999999999999999999 | /time: expected a year from 0000 to 9999, found 99999999999999999999",
                "SECONDS | 1e300 | /time: expected a year from 0000 to 9999, found 1e300",
                "SECONDS | -1e999 | /time: expected a year from 0000 to 9999, found -1e999",
                "NANOSECONDS | 99999999999999999999 | /time: expected a year from 0000 to 9999, found 99999999999999999999",
            })
    void refusesWhatIsNoTimeInTheUnitOfTheShape(EpochUnit unit, String time, String message) {
        useUnit(unit);
        assertThat(refusal("{\"id\":\"1\",\"time\":" + time + ",\"month\":1}"))
                .hasMessageEndingWith(message)
                .returns(Reason.BAD_TIME, InvalidRecordException::reason);
    }

    private void useUnit(EpochUnit unit) {
        use(new RecordShape(FLAT.id(), FLAT.time(), unit, FLAT.features(), FLAT.labels()));
    }

    private static RecordShape labelShape(RecordShape.Parts labels) {
        return new RecordShape(Pointer.of("/of"), Pointer.of("/at"), EpochUnit.SECONDS, RecordShape.NONE, labels);
    }

    private LabelRecord labels(String value) throws InvalidRecordException {
        return reader.readLabels(value.getBytes(UTF_8), EventReader.NO_TIMESTAMP);
    }

    private void useLabels(RecordShape shape) {
        reader = new EventReader(Learners.waiting(spec, RENAMED, shape));
    }

    @Test
    void recordsOfLabelsHaveAShapeToo() throws InvalidRecordException {
        useLabels(labelShape(new RecordShape.Parts.Whole(Pointer.of("/l"))));
        LabelRecord record = labels("{\"of\":\"1\",\"at\":2,\"l\":{\"damage\":true},\"payloads\":{\"month\":[]}}");

        assertThat(record.id()).isEqualTo("1");
        assertThat(record.time()).isEqualTo(2000);
        assertThat(record.labels().present()).containsExactly(true, false, false, false, false);
        assertThat(labels("{\"of\":\"1\",\"l\":{\"others\":true}}").labels().isEmpty())
                .isTrue();
        assertThat(catchThrowableOfType(
                        InvalidRecordException.class, () -> labels("{\"of\":1,\"l\":{\"damage\":null}}")))
                .hasMessage("/l: expected a task's label, found none")
                .returns(Reason.MISSING_LABELS, InvalidRecordException::reason);
    }

    @Test
    void labelsThatStandApartAreFoundOrMissing() throws InvalidRecordException {
        useLabels(labelShape(new RecordShape.Parts.Each(Map.of("damage", Pointer.of("/a/0")))));

        assertThat(labels("{\"of\":1,\"a\":[1]}").labels().present()[0]).isTrue();
        assertThat(catchThrowableOfType(InvalidRecordException.class, () -> labels("{\"of\":1,\"a\":[null],\"b\":1}")))
                .hasMessage("expected labels at /a/0, found none of them")
                .returns(Reason.MISSING_LABELS, InvalidRecordException::reason);
    }

    @Test
    void anEventsShapeHasLabelsWithoutFeaturesWhereTheyAreAwaited() throws InvalidRecordException {
        useLabels(RecordShape.LABELS);
        byte[] value = "{\"nr\":\"1\",\"truths\":{\"damage\":true}}".getBytes(UTF_8);

        assertThat(reader.readAny(value, EventReader.NO_TIMESTAMP, sink)).isInstanceOf(LabelRecord.class);
        assertThat(labels("{\"id\":\"1\",\"labels\":{\"damage\":true}}").id()).isEqualTo("1");
        assertThat(refusal("{\"nr\":\"1\",\"truths\":null}")).hasMessage("/payloads: expected an object, found none");
    }
}

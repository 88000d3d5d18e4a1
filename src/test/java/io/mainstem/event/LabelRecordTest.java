package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of labels, on their own topic and on that of events. */
class LabelRecordTest {

    private static final String TASKS =
            "name: n\nfeatures: {x: {type: number}}\ntasks: {y: {type: binary%s}, n: {type: regression}}";

    private static final LearnerSpec SPEC = LearnerSpecReader.read(TASKS.formatted(", wait: 1h"));

    private final EventReader reader = new EventReader(SPEC);

    @Test
    void namesAnySubsetOfTheTasks() throws InvalidRecordException {
        LabelRecord labels = reader.readLabels(
                "{\"id\":7,\"time\":1000,\"labels\":{\"n\":2.5,\"y\":null,\"other\":[1]},\"features\":[],\"more\":{}}"
                        .getBytes(UTF_8),
                0);
        assertThat(labels.id()).isEqualTo("7");
        assertThat(labels.time()).isEqualTo(1000);
        assertThat(labels.labels().present()).containsExactly(false, true);
        assertThat(labels.labels().values()).containsExactly(0, 2.5);
        assertThat(reader.ignoredNames()).isEqualTo(3);
    }

    @Test
    void onTheTopicOfEventsItIsOneWithoutFeatures() throws InvalidRecordException {
        RecordingSink sink = new RecordingSink(SPEC.features());
        assertThat(reader.readAny("{\"id\":\"a\",\"labels\":{\"y\":1}}".getBytes(UTF_8), 0, sink))
                .isInstanceOf(LabelRecord.class);
        assertThat(reader.readAny("{\"id\":\"a\",\"labels\":{\"y\":1},\"features\":{}}".getBytes(UTF_8), 0, sink))
                .isInstanceOf(Event.class);
    }

    @Test
    void oneAboutOthersTasksAloneIsEmpty() throws InvalidRecordException {
        LabelRecord labels = reader.readLabels("{\"id\":\"a\",\"labels\":{\"other\":1}}".getBytes(UTF_8), 0);
        assertThat(labels.labels().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":\"a\"} | MISSING_LABELS | labels: expected a task's label, found none",
                "{\"id\":\"a\",\"labels\":{}} | MISSING_LABELS | labels: expected a task's label, found none",
                "{\"id\":\"a\",\"labels\":{\"y\":null}} | MISSING_LABELS | labels: expected a task's label, found none",
                "{\"labels\":{\"y\":1}} | MISSING_ID | id: expected a string or an integer, found none",
                "{\"id\":\"a\",\"labels\":{\"y\":2}} | WRONG_TYPE | labels.y: expected true, false, 0 or 1, found 2",
                "{\"id\":\"a\",\"time\":86400001,\"labels\":{\"y\":1}} | TIME_AHEAD | time: expected at most PT24H (events.maxAhead) after the record's timestamp 1970-01-01T00:00:00Z, found 1970-01-02T00:00:00.001Z",
                "[] | WRONG_TYPE | expected an object, found an array",
            })
    void othersAreRefused(String record, Reason reason, String message) {
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> reader.readLabels(record.getBytes(UTF_8), 0))
                .withMessage(message)
                .returns(reason, InvalidRecordException::reason);
    }

    @Test
    void whereNothingWaitsLabelsAloneAreNoEvent() {
        EventReader plain = new EventReader(LearnerSpecReader.read(TASKS.formatted("")));
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> plain.readAny(
                        "{\"id\":\"a\",\"labels\":{\"y\":1}}".getBytes(UTF_8), 0, new RecordingSink(SPEC.features())))
                .returns(Reason.MISSING_FEATURES, InvalidRecordException::reason);
    }
}

package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskMetricsCodecTest {

    static TaskMetrics metrics(long time) {
        return new TaskMetrics(
                time,
                "damage",
                2,
                1200,
                19_400,
                19_200,
                32,
                0.5,
                Map.of("size", -0.25),
                Map.of("logLoss", 0.1 + 0.2),
                Map.of(),
                Map.of("frequencies", Map.of("logLoss", 1e-300)),
                Map.of("frequencies", Map.of("logLoss", 1e300)),
                Map.of(),
                Map.of());
    }

    @Test
    void writesOneObject() {
        assertThat(new String(TaskMetricsCodec.write(metrics(0)), UTF_8))
                .isEqualTo("{\"time\":\"1970-01-01T00:00:00Z\",\"task\":\"damage\",\"replica\":2,\"step\":1200,"
                        + "\"events\":19400,\"labels\":19200,\"notLearned\":32,\"weight\":0.5,\"gradientCosines\":{\"size\":-0.25},\"run\":{\"logLoss\":0.30000000000000004},\"window\":{},"
                        + "\"baselines\":{\"frequencies\":{\"logLoss\":1.0E-300}},"
                        + "\"windowBaselines\":{\"frequencies\":{\"logLoss\":1.0E300}}}");
    }

    @Test
    void readsWhatItWrote() throws InvalidRecordException {
        assertThat(TaskMetricsCodec.read(TaskMetricsCodec.write(metrics(1_500))))
                .isEqualTo(metrics(1_500));
        assertThat(TaskMetricsCodec.read(TaskMetricsCodec.write(metrics(Event.NO_TIME))))
                .isEqualTo(metrics(Event.NO_TIME));
    }

    @Test
    void whatBecameOfLateLabelsIsWrittenWhereLabelsAreWaitedFor() throws Exception {
        TaskMetrics late = new TaskMetrics(
                0,
                "damage",
                0,
                1,
                2,
                3,
                0,
                Double.NaN,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("late", 7L),
                Map.of("10m", new LabelAge(3, Map.of("logLoss", 0.5))));
        byte[] value = TaskMetricsCodec.write(late);

        assertThat(new String(value, UTF_8))
                .endsWith(
                        ",\"lateLabels\":{\"late\":7},\"labelAges\":{\"10m\":{\"labels\":3,\"run\":{\"logLoss\":0.5}}}}");
        assertThat(TaskMetricsCodec.read(value)).isEqualTo(late);
        assertThat(TopicManifestsTest.problems("metrics", new ObjectMapper().readTree(value)))
                .isEmpty();
    }

    @Test
    void coverageIsWrittenWhereThereIsSome() throws Exception {
        Insight insight = new Insight(Map.of(), null, null, null, new Coverage(0.9, 0.875, 1, 12.5), 0);
        TaskMetrics covered = new TaskMetrics(
                0,
                "speed",
                0,
                1,
                2,
                3,
                0,
                Double.NaN,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                insight);
        byte[] value = TaskMetricsCodec.write(covered);

        assertThat(new String(value, UTF_8))
                .endsWith(",\"coverage\":{\"asked\":0.9,\"run\":0.875,\"window\":1.0,\"size\":12.5}}");
        assertThat(TaskMetricsCodec.read(value)).isEqualTo(covered);
        assertThat(TopicManifestsTest.problems("metrics", new ObjectMapper().readTree(value)))
                .isEmpty();
    }

    @Test
    void leavesOutWhatIsNotFinite() throws InvalidRecordException {
        TaskMetrics diverged = new TaskMetrics(
                0,
                "speed",
                0,
                0,
                0,
                0,
                Double.NaN,
                Map.of("size", Double.NaN),
                Map.of("rmse", Double.POSITIVE_INFINITY, "mae", 2.0),
                Map.of("r2", Double.NaN),
                Map.of(),
                Map.of());

        TaskMetrics read = TaskMetricsCodec.read(TaskMetricsCodec.write(diverged));

        assertThat(read.run()).containsExactly(Map.entry("mae", 2.0));
        assertThat(read.window()).isEmpty();
        assertThat(read.weight()).isNaN();
        assertThat(read.gradientCosines()).isEmpty();
    }

    @Test
    void keepsTheOrderOfMetricsAndIgnoresNewFields() throws InvalidRecordException {
        TaskMetrics read = TaskMetricsCodec.read(
                """
                {"task":"size","replica":0,"step":1,"events":2,"labels":3,"drift":[{"at":1.5}],"gpu":false,
                 "run":{"rocAuc":1,"accuracy":0.5,"f1":2e300},"window":{},"baselines":{},"windowBaselines":{}}
                """
                        .getBytes(UTF_8));

        assertThat(read.run())
                .containsExactly(Map.entry("rocAuc", 1.0), Map.entry("accuracy", 0.5), Map.entry("f1", 2e300));
        assertThat(read.time()).isEqualTo(Event.NO_TIME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'task':'damage' | 'task':null | MISSING_FIELD | task: expected a string, found none",
                "'task':'damage' | 'task':3 | WRONG_TYPE | task: expected a string, found something else",
                "'step':1200 | 'step':1.5 | WRONG_TYPE | step: expected an integer, found something else",
                "'replica':2 | 'replica':3000000000 | WRONG_TYPE | replica: expected an integer from 0 to 2147483647, found something else",
                "'replica':2 | 'replica':2,'replica':2 | DUPLICATE_FIELD | replica: given twice",
                "'logLoss':0.30000000000000004 | 'logLoss':'low' | WRONG_TYPE | run.logLoss: expected a number, found something else",
                "'logLoss':1.0E-300 | 'logLoss':[] | WRONG_TYPE | baselines.frequencies.logLoss: expected a number, found something else",
                "'window':{} | 'window':[] | WRONG_TYPE | window: expected an object, found something else",
                "1970-01-01T00:00:00Z | noon | BAD_TIME | time: expected ISO 8601 with an offset, found \"noon\"",
                "'window':{} | 'window':{ | NOT_JSON | window: not JSON near byte 212",
            })
    void refusesOtherRecords(String field, String replacement, Reason reason, String message) {
        String written = new String(TaskMetricsCodec.write(metrics(0)), UTF_8);
        String record = written.replace(field.replace('\'', '"'), replacement.replace('\'', '"'));
        assertThat(record).isNotEqualTo(written);

        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> TaskMetricsCodec.read(record.getBytes(UTF_8)))
                .withMessage(message)
                .returns(reason, InvalidRecordException::reason);
    }
}

package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.event.Calibration.Bin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InsightCodecTest {

    private static final Calibration CALIBRATION =
            new Calibration(0.05, List.of(new Bin(0.1, 0.2, 3, 0.15, 1 / 3.), new Bin(0.9, 1, 1L << 40, 0.99, 1)));

    static List<Insight> insights() {
        HeldOut none = new HeldOut(0, Map.of(), Map.of(), Map.of("lastLabel", Map.of()));
        HeldOut some = new HeldOut(
                7,
                Map.of("logLoss", 0.3, "expectedCalibrationError", 0.1),
                Map.of("logLoss", 0.2),
                Map.of("classFrequencies", Map.of("logLoss", 0.6), "lastLabel", Map.of("accuracy", 0.5)));
        double no = Double.NaN;
        return List.of(
                new Insight(Map.of(), null, null, new TransferGain(0, 1, no, no, no, no, no, no, false), null, 0),
                new Insight(
                        Map.of(), null, null, new TransferGain(9, 0.5, -1.5, -2, -1, 0.1, -0.1, 0.3, true), null, 0),
                Insight.NONE,
                new Insight(Map.of("logLoss", 0.1 + 0.2), null, null, null, null, 0),
                new Insight(Map.of(), CALIBRATION, null, null, null, 0),
                new Insight(Map.of(), null, none, null, null, 0),
                new Insight(Map.of("f1", 0.0), CALIBRATION, some, null, null, 3));
    }

    @ParameterizedTest
    @MethodSource("insights")
    void readsWhatItWroteAsTheManifestHasIt(Insight insight) throws Exception {
        TaskMetrics metrics = metrics(insight);
        byte[] value = TaskMetricsCodec.write(metrics);

        assertThat(TaskMetricsCodec.read(value)).isEqualTo(metrics);
        assertThat(TopicManifestsTest.problems("metrics", new ObjectMapper().readTree(value)))
                .isEmpty();
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        assertThat(new String(TaskMetricsCodec.write(metrics(Insight.NONE)), UTF_8))
                .doesNotContain("faded", "calibration", "heldOut", "transfer");
    }

    private static TaskMetrics metrics(Insight insight) {
        return new TaskMetrics(
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
                Map.of(),
                Map.of(),
                insight);
    }
}

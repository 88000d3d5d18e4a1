package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.event.Calibration.Bin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InsightCodecTest {

    private static final Insight ALL = new Insight(
            Map.of("logLoss", 0.25),
            new Calibration(0.05, List.of(new Bin(0, 0.1, 7, 0.05, 0.125), new Bin(0.9, 1, 1, 0.95, 1))),
            new HeldOut(
                    12,
                    Map.of("logLoss", 0.5),
                    Map.of("accuracy", 1.0),
                    Map.of("classFrequencies", Map.of("logLoss", 0.75))),
            null,
            null,
            3);

    private static TaskMetrics with(Insight insight) {
        TaskMetrics plain = TaskMetricsCodecTest.metrics(0);
        return new TaskMetrics(
                plain.time(),
                plain.task(),
                plain.replica(),
                plain.step(),
                plain.events(),
                plain.labels(),
                plain.notLearned(),
                plain.weight(),
                plain.gradientCosines(),
                plain.run(),
                plain.window(),
                plain.baselines(),
                plain.windowBaselines(),
                plain.lateLabels(),
                plain.labelAges(),
                insight);
    }

    @Test
    void readsWhatItWrote() throws Exception {
        for (Insight insight : List.of(ALL, Insight.NONE)) {
            byte[] value = TaskMetricsCodec.write(with(insight));

            assertThat(TaskMetricsCodec.read(value)).isEqualTo(with(insight));
            assertThat(TopicManifestsTest.problems("metrics", new ObjectMapper().readTree(value)))
                    .isEmpty();
        }
    }

    @Test
    void driftIsARecordOfItsOwn() throws Exception {
        Drift ofTask = new Drift(1_500, 1, 20, 300, "damage", null, "adwin", 0.25, 0.5, 1.5);
        Drift ofFeature = new Drift(Event.NO_TIME, 0, 0, 300, null, "month", "pageHinkley", 6, 5, -0.5);
        for (Drift drift : List.of(ofTask, ofFeature)) {
            byte[] value = DriftCodec.write(drift);

            assertThat(DriftCodec.read(value)).contains(drift);
            assertThat(CommandAnswerCodec.read(value)).isEmpty();
            assertThat(TopicManifestsTest.problems("metrics", new ObjectMapper().readTree(value)))
                    .isEmpty();
        }
        assertThat(new String(DriftCodec.write(ofTask), UTF_8))
                .isEqualTo(
                        "{\"time\":\"1970-01-01T00:00:01.500Z\",\"replica\":1,\"step\":20,\"events\":300,\"drift\":{\"task\":"
                                + "\"damage\",\"detector\":\"adwin\",\"before\":0.25,\"after\":0.5,\"size\":1.5}}");
        assertThat(DriftCodec.read(TaskMetricsCodec.write(TaskMetricsCodecTest.metrics(0))))
                .isEmpty();
    }
}

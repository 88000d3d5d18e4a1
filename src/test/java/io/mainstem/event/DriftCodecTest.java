package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftCodecTest {

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

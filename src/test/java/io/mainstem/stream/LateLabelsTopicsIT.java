package io.mainstem.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.DelayedLabels;
import io.mainstem.DelayedLabels.Arriving;
import io.mainstem.event.PredictionWriter;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events and labels on topics of their own: taken in turns, which makes their order known, by one instance after another. */
class LateLabelsTopicsIT {

    private static final int TURNS = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void theWeightsAreThoseOfTheLabelsInTheOrderInWhichTheyCame() throws Exception {
        LearnerSpec spec = LearnerSpecReader.read(DelayedLabels.YAML + Cluster.topics("turns"));
        List<Arriving> day = DelayedLabels.day(1_200, 77);
        LearnerRun plain = new LearnerRun(spec);
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics(spec, 1);
            String weights = "";
            long taken = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                List<Arriving> part = day.subList(day.size() * turn / TURNS, day.size() * (turn + 1) / TURNS);
                // Every third has a disk without anything on it.
                LearnerInstance instance = new LearnerInstance(
                        cluster,
                        spec,
                        folder.resolve("state" + turn / 3),
                        UnaryOperator.identity(),
                        Map.of(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100));
                try (instance) {
                    instance.start();
                    for (boolean events : new boolean[] {true, false}) {
                        List<byte[]> values = part.stream()
                                .filter(each -> each.isEvent() == events)
                                .map(Arriving::value)
                                .toList();
                        cluster.send(
                                events ? spec.topics().events() : spec.topics().labels(), values);
                        plain.take(values);
                        taken += values.size();
                        instance.awaitRecords(taken);
                    }
                }
                weights = instance.weights();
                assertThat(weights).as("turn %d", turn).isEqualTo(plain.weights());
            }
            PredictionWriter writer = new PredictionWriter(spec);
            assertThat(cluster.values(spec.topics().predictions()))
                    .extracting(value -> new String(value, UTF_8))
                    .containsExactlyElementsOf(plain.predictions.stream()
                            .map(each -> new String(writer.write(each), UTF_8))
                            .toList());
            assertThat(plain.learner.awaiting()).isPositive();
            assertThat(plain.learner.model().step()).isGreaterThan(60);
        }
    }
}

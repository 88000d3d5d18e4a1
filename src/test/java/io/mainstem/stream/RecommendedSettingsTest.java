package io.mainstem.stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Birdstrikes;
import io.mainstem.learn.Learner;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class RecommendedSettingsTest {

    private static final String SESSION_TIMEOUT = "main.consumer.session.timeout.ms";
    private static final String HEARTBEAT_INTERVAL = "main.consumer.heartbeat.interval.ms";
    private static final String TRANSACTION_TIMEOUT = "producer.transaction.timeout.ms";

    @Test
    void aSmallModelIsCommittedOftenAndADeadInstanceMissedSoon() {
        assertThat(RecommendedSettings.of(Birdstrikes.spec(), 1, 1))
                .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100L)
                .containsEntry(SESSION_TIMEOUT, 10_000)
                .containsEntry(HEARTBEAT_INTERVAL, 1_000)
                .containsEntry(TRANSACTION_TIMEOUT, 10_000);
    }

    /** Else the broker would abort each transaction while its large commit is still on the way. */
    @Test
    void aLargeModelHasTimeForItsCommits() {
        LearnerSpec large =
                LearnerSpecReader.read(Birdstrikes.yaml().replaceFirst("layers: \\[[^]]*]", "layers: [2400, 2400]"));

        Map<String, Object> settings = RecommendedSettings.of(large, 1, 1);

        long commit = (Long) requireNonNull(settings.get(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG));
        assertThat(commit).isGreaterThan(3_400);
        assertThat(settings).containsEntry(TRANSACTION_TIMEOUT, (int) (3 * commit));
    }

    @Test
    void aThreadWithSeveralPartitionsHasRoomAndTimeForAllOfTheirModels() {
        LearnerSpec spec = Birdstrikes.spec();
        long model = new Learner(spec, 0).state().totalBytes();

        Map<String, Object> settings = RecommendedSettings.of(spec, 3, 31);

        assertThat((Long) requireNonNull(settings.get(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG)))
                .isGreaterThan(3 * 11 * model);
        assertThat(settings)
                .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000 * 11 * model / 20_000_000)
                .containsEntry(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 3);
    }
}

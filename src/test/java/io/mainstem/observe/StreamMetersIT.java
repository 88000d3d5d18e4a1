package io.mainstem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lag of a learner that hangs. */
@Timeout(120)
class StreamMetersIT {

    private static final int FIRST = 20;
    private static final int ALL = 100;

    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    /** Kafka Streams fetches up to a thousand records of a partition ahead: that nobody has taken them must be seen. */
    @Test
    void whatIsFetchedAndNotTakenIsBehind(@TempDir Path folder) throws Exception {
        LearnerSpec spec = LearnerSpecReader.read(
                Birdstrikes.yaml() + "metrics: {every: " + ALL + "}\n" + Cluster.topics("hangs"));
        LearnerView view = new LearnerView(spec);
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics(spec, 1);
            try (KafkaStreams streams = streams(cluster, spec, view, folder)) {
                streams.start();
                String events = spec.topics().events();
                cluster.send(events, Birdstrikes.events(FIRST));
                Eventually.holds(
                        "nothing is behind",
                        () -> view.all().stream().anyMatch(status -> status.records() == FIRST)
                                && StreamMeters.lag(streams, view).getOrDefault(events + "-0", -1L) == 0,
                        () -> "but " + StreamMeters.lag(streams, view));
                cluster.send(events, Birdstrikes.events(ALL).subList(FIRST, ALL));
                assertThat(hangs.await(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                long told = view.all().get(0).records();
                assertThat(told).isLessThan(ALL);
                assertThat(StreamMeters.lag(streams, view)).containsEntry(events + "-0", ALL - told);
                end.countDown();
                Eventually.holds(
                        "nothing is behind again",
                        () -> StreamMeters.lag(streams, view).getOrDefault(events + "-0", -1L) == 0,
                        () -> "but " + StreamMeters.lag(streams, view));
            } finally {
                end.countDown();
            }
        }
    }

    private KafkaStreams streams(Cluster cluster, LearnerSpec spec, LearnerView view, Path folder) {
        LearnerTopology learner = new LearnerTopology(spec).watchedBy(new Hanging(view));
        Properties settings = new Properties();
        settings.putAll(learner.settings(1));
        settings.putAll(cluster.client());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "hangs");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        return new KafkaStreams(learner.addTo(new Topology()), settings);
    }

    /** Holds up the stream thread at the first record of metrics, which comes with the last of the events: all are fetched then. */
    private final class Hanging implements LearnerStatus.Listener {

        private final LearnerView view;

        Hanging(LearnerView view) {
            this.view = view;
        }

        @Override
        public void status(LearnerStatus status) {
            view.status(status);
        }

        @Override
        public void metrics(TaskMetrics metrics) {
            hangs.countDown();
            try {
                assertThat(end.await(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

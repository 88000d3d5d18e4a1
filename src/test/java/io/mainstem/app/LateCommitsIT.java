package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.LearnerTopology;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the metrics of Kafka's clients say what {@link LateCommits} reads in them. */
class LateCommitsIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void aThreadHasCommittedOnceItsFirstTransactionIsThrough() throws Exception {
        LearnerSpec spec = LearnerSpecReader.read(Undisturbed.yaml("metrics"));
        LearnerTopology learner = new LearnerTopology(spec);
        Properties settings = new Properties();
        settings.putAll(learner.settings(1));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "metrics");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics(spec, 1);
            settings.putAll(cluster.client());
            try (KafkaStreams streams = new KafkaStreams(learner.addTo(new Topology()), settings)) {
                streams.start();
                Eventually.holds("it runs", () -> streams.state() == KafkaStreams.State.RUNNING);
                String thread =
                        streams.metadataForLocalThreads().iterator().next().threadName();
                assertThat(LateCommits.committed(thread, streams.metrics())).isFalse();

                cluster.send(
                        spec.topics().events(), List.of(Undisturbed.mixed(1).get(0)));

                Eventually.holds("it committed", () -> LateCommits.committed(thread, streams.metrics()));
                assertThat(LateCommits.committed("another", streams.metrics())).isFalse();
            }
        }
    }
}

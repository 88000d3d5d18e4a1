package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learner that is stopped and started again is, bit for bit, one that was not. */
class LearnerIT {

    @AutoClose
    private static final Cluster cluster = new Cluster();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void saysWhatALearnerWithoutKafkaSays() throws Exception {
        LearnerSpec spec = spec("plain");
        List<byte[]> events = Undisturbed.mixed(2_000);
        Undisturbed expected = new Undisturbed(spec, events);
        cluster.send(spec.topics().events(), events);

        LearnerInstance instance = instance(spec, "a");
        try (instance) {
            instance.start().awaitRecords(events.size());
        }

        expected.assertIsWhatStandsIn(cluster);
        assertThat(instance.weights()).isEqualTo(expected.weights());
    }

    @Test
    void goesOnFromTheChangelogAlone() throws Exception {
        LearnerSpec spec = spec("restart");
        List<byte[]> events = Undisturbed.mixed(900);
        Undisturbed expected = new Undisturbed(spec, events);
        int from = 0;
        String weights = "";
        // Among them one that ends with a mini-batch, and two that end in the middle of one.
        for (int to : List.of(16, 307, 600, 601, 900)) {
            LearnerInstance instance = instance(spec, "folder" + to);
            try (instance) {
                instance.start();
                cluster.send(spec.topics().events(), events.subList(from, to));
                instance.awaitRecords(to);
            }
            assertThat(instance.weights())
                    .as("after %d", to)
                    .isEqualTo(new Undisturbed(spec, events.subList(0, to)).weights());
            weights = instance.weights();
            from = to;
        }
        expected.assertIsWhatStandsIn(cluster);
        assertThat(weights).isEqualTo(expected.weights());
    }

    @Test
    void isStoppedAnywhere() throws Exception {
        LearnerSpec spec = spec("anywhere");
        List<byte[]> events = Undisturbed.mixed(4_000);
        Undisturbed expected = new Undisturbed(spec, events);
        cluster.send(spec.topics().events(), events);
        for (int stop = 0; stop < 3; stop++) {
            try (LearnerInstance instance = instance(spec, "a")) {
                instance.start();
                Thread.sleep(500 + 150 * stop);
            }
        }

        LearnerInstance last = instance(spec, "a");
        try (last) {
            last.start().awaitRecords(events.size());
        }

        expected.assertIsWhatStandsIn(cluster);
        assertThat(last.weights()).isEqualTo(expected.weights());
    }

    private LearnerInstance instance(LearnerSpec spec, String name) {
        return new LearnerInstance(
                cluster,
                spec,
                folder.resolve(name),
                UnaryOperator.identity(),
                Map.of(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100));
    }

    private static LearnerSpec spec(String prefix) {
        LearnerSpec spec = LearnerSpecReader.read(Undisturbed.yaml(prefix));
        cluster.createTopics(spec, 1);
        return spec;
    }
}

package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions that move between instances, with standbys. */
class StandbyIT {

    /** Takes up an offset, and is no record that a standby would count. */
    private static final int END_OF_TRANSACTION = 1;

    @AutoClose
    private static final Cluster cluster = new Cluster();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void aStandbyTakesOver() throws Exception {
        LearnerSpec spec = spec("takeover", 1);
        List<byte[]> events = Undisturbed.mixed(900);
        Undisturbed expected = new Undisturbed(spec, events);
        LearnerInstance second = instance(spec, "b", 0);
        Set<TopicPartition> promoted = promotions(second);
        try (LearnerInstance first = instance(spec, "a", 0)) {
            first.start();
            cluster.send(spec.topics().events(), events.subList(0, 303));
            first.awaitRecords(303);
            second.start();
            cluster.send(spec.topics().events(), events.subList(303, 600));
            first.awaitRecords(600);
            awaitCaughtUp(second, 0);
        }
        try (second) {
            cluster.send(spec.topics().events(), events.subList(600, 900));
            second.awaitRecords(900);
        }
        assertThat(promoted).containsExactly(new TopicPartition(LearnerInstance.changelog(spec), 0));
        expected.assertIsWhatStandsIn(cluster);
        assertThat(second.weights()).isEqualTo(expected.weights());
    }

    /** The first instance has both partitions, gives one away and stands by for it, and gets it back. */
    @Test
    void anActiveBecomesAStandbyAndActiveAgain() throws Exception {
        LearnerSpec spec = spec("thereandback", 2);
        List<byte[]> events = Undisturbed.mixed(1_800);
        List<byte[]> zero = events.subList(0, 900);
        List<byte[]> one = events.subList(900, 1_800);
        LearnerInstance first = instance(spec, "a", Long.MAX_VALUE);
        try (first) {
            Set<TopicPartition> promoted = promotions(first);
            first.start();
            send(spec, zero.subList(0, 303), one.subList(0, 303));
            first.awaitRecords(0, 303).awaitRecords(1, 303);
            int moved;
            try (LearnerInstance second = instance(spec, "b", Long.MAX_VALUE)) {
                second.start();
                Eventually.holds(
                        "one each",
                        () -> active(first).size() == 1 && active(second).size() == 1);
                moved = active(second).iterator().next().partition();
                send(spec, zero.subList(303, 600), one.subList(303, 600));
                second.awaitRecords(moved, 600);
                first.awaitRecords(1 - moved, 600);
                awaitCaughtUp(first, moved);
            }
            send(spec, zero.subList(600, 900), one.subList(600, 900));
            first.awaitRecords(0, 900).awaitRecords(1, 900);
            assertThat(promoted).containsExactly(new TopicPartition(LearnerInstance.changelog(spec), moved));
        }
        for (int partition = 0; partition < 2; partition++) {
            Undisturbed expected = new Undisturbed(spec, partition, partition == 0 ? zero : one);
            expected.assertIsWhatStandsIn(cluster);
            assertThat(first.weights(partition)).isEqualTo(expected.weights());
        }
    }

    private static void send(LearnerSpec spec, List<byte[]> zero, List<byte[]> one) {
        cluster.send(spec.topics().events(), 0, zero);
        cluster.send(spec.topics().events(), 1, one);
    }

    private static Set<TaskId> active(LearnerInstance instance) {
        Set<TaskId> tasks = ConcurrentHashMap.newKeySet();
        for (ThreadMetadata thread : instance.streams().metadataForLocalThreads()) {
            thread.activeTasks().forEach(task -> tasks.add(task.taskId()));
        }
        return tasks;
    }

    private static void awaitCaughtUp(LearnerInstance standby, int partition) throws Exception {
        Eventually.holds(
                "the standby has caught up",
                () -> {
                    Map<Integer, LagInfo> lags =
                            standby.streams().allLocalStorePartitionLags().getOrDefault("birdstrikes-model", Map.of());
                    LagInfo lag = lags.get(partition);
                    return lag != null && lag.currentOffsetPosition() > 0 && lag.offsetLag() <= END_OF_TRANSACTION;
                },
                () -> "lags " + standby.streams().allLocalStorePartitionLags());
    }

    /** Changelogs whose standby became active here, instead of being read from the start. */
    private static Set<TopicPartition> promotions(LearnerInstance instance) {
        Set<TopicPartition> promoted = ConcurrentHashMap.newKeySet();
        instance.streams().setStandbyUpdateListener(new StandbyUpdateListener() {
            @Override
            public void onUpdateStart(TopicPartition changelog, String store, long offset) {}

            @Override
            public void onBatchLoaded(
                    TopicPartition changelog, String store, TaskId task, long batchEnd, long size, long end) {}

            @Override
            public void onUpdateSuspended(
                    TopicPartition changelog, String store, long offset, long end, SuspendReason reason) {
                if (reason == SuspendReason.PROMOTED) {
                    promoted.add(changelog);
                }
            }
        });
        return promoted;
    }

    /** The lag at most is what a partition may cost an instance that gets it, in records of the changelog. */
    private LearnerInstance instance(LearnerSpec spec, String name, long acceptableLag) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        settings.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, acceptableLag);
        return new LearnerInstance(cluster, spec, folder.resolve(name), UnaryOperator.identity(), settings);
    }

    private static LearnerSpec spec(String prefix, int partitions) {
        LearnerSpec spec = LearnerSpecReader.read(Undisturbed.yaml(prefix));
        cluster.createTopics(spec, partitions);
        return spec;
    }
}

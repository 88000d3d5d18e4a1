package io.mainstem.stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.learn.Learner;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a learner writes to its changelog, and how often. */
class ChangelogIT {

    /** Far longer than a commit interval. */
    private static final long SETTLED_MS = 1_500;

    private static final long IDLE_MS = 3_000;

    @AutoClose
    private static final Cluster cluster = new Cluster();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void getsEachBlockAtMostOnceACommitHoweverManyMiniBatchesChangedIt() throws Exception {
        LearnerSpec spec = spec("commits");
        List<byte[]> events = Birdstrikes.events(3_200);
        Undisturbed expected = new Undisturbed(spec, events);
        cluster.send(spec.topics().events(), events);

        try (LearnerInstance instance = new LearnerInstance(
                cluster,
                spec,
                folder,
                UnaryOperator.identity(),
                Map.of(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000))) {
            instance.start().awaitRecords(events.size());
        }

        List<List<StateKey>> commits = commits(spec, 0);
        assertThat(commits).allSatisfy(commit -> assertThat(commit).doesNotHaveDuplicates());
        long blocks = commits.stream()
                .flatMap(List::stream)
                .filter(key -> key.kind() == StateKey.Kind.BLOCK)
                .count();
        long steps = expected.run().learner.model().step();
        assertThat(blocks).isLessThan(steps * expected.run().learner.state().blocks() / 4);
    }

    /** Even one that is watched. */
    @Test
    void anIdleLearnerCommitsNothing() throws Exception {
        LearnerSpec spec = spec("idle");
        List<byte[]> events = Undisturbed.mixed(100);
        cluster.send(spec.topics().events(), events);

        try (LearnerInstance instance =
                new LearnerInstance(cluster, spec, folder, UnaryOperator.identity(), Map.of())) {
            instance.start().awaitRecords(events.size());
            Thread.sleep(SETTLED_MS);
            Map<TopicPartition, Long> settled = commitLogs();
            Thread.sleep(IDLE_MS);

            assertThat(commitLogs()).isEqualTo(settled);
        }
    }

    /** How far the topics are in which the broker notes offsets and transactions. */
    private static Map<TopicPartition, Long> commitLogs() throws Exception {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        cluster.admin()
                .describeTopics(List.of("__consumer_offsets", "__transaction_state"))
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition ->
                                ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        cluster.admin().listOffsets(ends).all().get().forEach((partition, end) -> offsets.put(partition, end.offset()));
        return offsets;
    }

    /** More of them than a cache for a few models holds beside what it has for other things. */
    @Test
    void getsEachBlockAtMostOnceACommitOfAThreadWithManyPartitions() throws Exception {
        int partitions = 6;
        LearnerSpec spec =
                LearnerSpecReader.read(Undisturbed.yaml("many").replaceFirst("layers: \\[[^]]*]", "layers: [480, 32]"));
        cluster.createTopics(spec, partitions);
        List<byte[]> events = Undisturbed.mixed(112);
        for (int partition = 0; partition < partitions; partition++) {
            cluster.send(spec.topics().events(), partition, events);
        }

        Map<String, Object> settings = new HashMap<>(new LearnerTopology(spec).settings(1, partitions));
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        try (LearnerInstance instance =
                new LearnerInstance(cluster, spec, folder, UnaryOperator.identity(), settings)) {
            instance.start();
            for (int partition = 0; partition < partitions; partition++) {
                instance.awaitRecords(partition, events.size());
            }
        }

        for (int partition = 0; partition < partitions; partition++) {
            assertThat(commits(spec, partition))
                    .as("commits of partition %d", partition)
                    .allSatisfy(commit -> assertThat(commit).doesNotHaveDuplicates());
        }
    }

    /** A neighbour takes nearly all of the thread's cache, so that every put of a block evicts the one before. */
    @Test
    void evictionsBetweenCommitsLoseNothing() throws Exception {
        LearnerSpec spec = spec("evictions");
        List<byte[]> events = Undisturbed.mixed(250);
        Undisturbed expected = new Undisturbed(spec, events);
        cluster.createTopic("evictions-hog");
        int from = 0;
        String weights = "";
        for (int to : List.of(103, 250)) {
            AtomicInteger fed = new AtomicInteger();
            long model = new Learner(spec, 0).state().totalBytes();
            LearnerInstance instance = new LearnerInstance(
                    cluster,
                    spec,
                    folder,
                    topology -> withHog(topology, (int) model - 10_000, fed),
                    Map.of(
                            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                            model + 10_000,
                            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                            500));
            try (instance) {
                instance.start();
                cluster.send("evictions-hog", List.of(new byte[1]));
                Eventually.holds("the hog is fed", () -> fed.get() > 0);
                cluster.send(spec.topics().events(), events.subList(from, to));
                instance.awaitRecords(to);
            }
            weights = instance.weights();
            from = to;
        }
        assertThat(commits(spec, 0)).as("evictions").anySatisfy(commit -> assertThat(commit)
                .hasSizeGreaterThan((int) commit.stream().distinct().count()));
        expected.assertIsWhatStandsIn(cluster);
        assertThat(weights).isEqualTo(expected.weights());
    }

    private static Topology withHog(Topology topology, int bytes, AtomicInteger fed) {
        return topology.addSource("hog-food", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "evictions-hog")
                .addProcessor(
                        "hog",
                        () -> new ContextualProcessor<byte[], byte[], Void, Void>() {
                            @Override
                            public void process(Record<byte[], byte[]> record) {
                                KeyValueStore<String, byte[]> store =
                                        requireNonNull(context().getStateStore("hog-store"));
                                store.put("all", new byte[bytes]);
                                fed.incrementAndGet();
                            }
                        },
                        "hog-food")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.inMemoryKeyValueStore("hog-store"), Serdes.String(), Serdes.ByteArray())
                                .withCachingEnabled()
                                .withLoggingDisabled(),
                        "hog");
    }

    /** The keys that each transaction wrote; its end takes up an offset of its own, which no record has. */
    private static List<List<StateKey>> commits(LearnerSpec spec, int partition) {
        List<List<StateKey>> commits = new ArrayList<>();
        long next = -1;
        for (ConsumerRecord<byte[], byte[]> record : Cluster.read(
                cluster.bootstrapServers(), new TopicPartition(LearnerInstance.changelog(spec), partition))) {
            if (record.offset() != next) {
                commits.add(new ArrayList<>());
            }
            commits.get(commits.size() - 1).add(StateKey.read(record.key()));
            next = record.offset() + 1;
        }
        assertThat(commits).isNotEmpty();
        return commits;
    }

    private static LearnerSpec spec(String prefix) {
        LearnerSpec spec = LearnerSpecReader.read(Undisturbed.yaml(prefix));
        cluster.createTopics(spec, 1);
        return spec;
    }
}

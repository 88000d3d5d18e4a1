package io.mainstem.containers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * Learners in containers, whose events keep coming while things happen to them. In the end all that they said must be what
 * learners that nothing happened to say of the same events; see {@link Undisturbed}.
 */
final class DisturbedRun implements AutoCloseable {

    /** Short, so that a test need not wait long for what these end; what they end is the same. */
    private static final String TIMEOUTS =
            """
            main.consumer.session.timeout.ms=3000
            main.consumer.heartbeat.interval.ms=500
            producer.transaction.timeout.ms=5000
            request.timeout.ms=5000
            """;

    /** Enough for all of {@link #TIMEOUTS} to pass, and for brokers to notice. */
    static final int LONG_MS = 8_000;

    private final BrokerCluster cluster;
    private final int partitions;
    private final LearnerSpec spec;
    private final String applicationId;
    private final List<LearnerMachine> learners = new ArrayList<>();
    private final EventFeed feed;

    /**
     * Starts learners and lets events come; returns when some of every partition are learned.
     *
     * @param name of its topics and its application id
     * @param fixedNames whether the group knows its members when they come back, by {@code group.instance.id}
     */
    DisturbedRun(BrokerCluster cluster, String name, int partitions, int instances, boolean fixedNames)
            throws Exception {
        this.cluster = cluster;
        this.partitions = partitions;
        // A small model: copies of it to three brokers are not what is tested.
        String yaml = Undisturbed.yaml(name)
                .replace("{type: category}", "{type: category, buckets: 32}")
                .replaceFirst("layers: \\[64]", "layers: [16]");
        spec = LearnerSpecReader.read(yaml);
        applicationId = "containers-" + name;
        Cluster.createTopics(cluster.admin(), spec, partitions);
        for (int i = 1; i <= instances; i++) {
            String learner = "learner-" + i;
            learners.add(new LearnerMachine(
                    cluster,
                    learner,
                    applicationId,
                    yaml,
                    TIMEOUTS + (fixedNames ? "group.instance.id=" + learner + "\n" : "")));
        }
        feed = new EventFeed(cluster.bootstrapServers(), spec.topics().events(), partitions);
        try {
            learners.parallelStream().forEach(LearnerMachine::start);
            for (LearnerMachine learner : learners) {
                learner.awaitStart();
            }
            awaitProgress(100);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    BrokerCluster cluster() {
        return cluster;
    }

    /** Its topic of events. */
    String events() {
        return spec.topics().events();
    }

    LearnerMachine learner(int index) {
        return learners.get(index);
    }

    /** Returns when so many more records of each partition are learned and committed. */
    void awaitProgress(long records) throws Exception {
        Map<TopicPartition, Long> before = new HashMap<>();
        Eventually.holds("the group's offsets can be asked for", () -> committed()
                .map(now -> {
                    before.putAll(now);
                    return true;
                })
                .orElse(false));
        Eventually.holds(
                records + " more records of each partition",
                () -> committed().filter(now -> isAhead(now, before, records)).isPresent(),
                this::progress);
    }

    private boolean isAhead(Map<TopicPartition, Long> now, Map<TopicPartition, Long> before, long records) {
        return partitions().stream().allMatch(at -> now.getOrDefault(at, 0L) >= before.getOrDefault(at, 0L) + records);
    }

    /** Returns when the group has so many members, and is at peace. */
    void awaitMembers(int members) throws Exception {
        Eventually.holds(
                members + " members",
                () -> {
                    ConsumerGroupDescription group = requireNonNull(cluster.admin()
                            .describeConsumerGroups(List.of(applicationId))
                            .all()
                            .get()
                            .get(applicationId));
                    return group.groupState() == GroupState.STABLE
                            && group.members().size() == members;
                },
                this::progress);
    }

    /** Returns when a transaction of the learners is open. */
    void awaitOpenTransaction() throws Exception {
        Eventually.holds("a transaction is open", () -> cluster.admin().listTransactions().all().get().stream()
                .anyMatch(transaction -> isOurs(transaction) && transaction.state() == TransactionState.ONGOING));
    }

    private boolean isOurs(TransactionListing transaction) {
        return transaction.transactionalId().startsWith(applicationId + "-");
    }

    /** Lets the last events come, ends the learners, and compares all that they said. */
    void finish() throws Exception {
        feed.stop();
        Map<TopicPartition, Long> ends = ends();
        Eventually.holds("all is committed", () -> committed().equals(Optional.of(ends)), this::progress);
        List<Integer> codes = new ArrayList<>();
        for (LearnerMachine learner : learners) {
            codes.add(learner.machine().terminate());
        }
        assertThat(codes).as("exit codes").containsOnly(0);
        for (TopicPartition partition : partitions()) {
            compare(partition);
        }
    }

    private void compare(TopicPartition partition) throws Exception {
        List<byte[]> events = Cluster.read(cluster.bootstrapServers(), partition).stream()
                .map(ConsumerRecord::value)
                .toList();
        Undisturbed expected = new Undisturbed(spec, partition.partition(), events);
        expected.assertIsWhatStandsIn(cluster.bootstrapServers());
        String last = "weights after %,d steps, version %d: %s"
                .formatted(
                        expected.run().learner.model().step(),
                        expected.run().learner.model().version(),
                        expected.weights());
        assertThat(learners)
                .as("one ended with the weights of partition %d", partition.partition())
                .anyMatch(learner ->
                        learner.weights(partition.partition()).stream().anyMatch(line -> line.endsWith(last)));
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(spec.topics().events(), partition));
        }
        return all;
    }

    private Map<TopicPartition, Long> ends() throws Exception {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        cluster.admin().listOffsets(latest).all().get().forEach((at, end) -> ends.put(at, end.offset()));
        return ends;
    }

    /** Up to where each partition is learned; empty while the brokers cannot tell. */
    private Optional<Map<TopicPartition, Long>> committed() throws InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try {
            cluster.admin()
                    .listConsumerGroupOffsets(applicationId)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((at, offset) -> {
                        if (offset != null) {
                            offsets.put(at, offset.offset());
                        }
                    });
        } catch (ExecutionException e) {
            return Optional.empty();
        }
        return Optional.of(offsets);
    }

    private String progress() {
        try {
            return "committed " + committed() + " of " + ends() + lastWords();
        } catch (Exception e) {
            return e + lastWords();
        }
    }

    /** The ends of what everyone said. */
    private String lastWords() {
        return cluster.lastWords()
                + learners.stream()
                        .map(learner -> learner.machine().lastWords())
                        .collect(Collectors.joining());
    }

    @Override
    public void close() {
        feed.close();
        learners.forEach(LearnerMachine::close);
    }
}

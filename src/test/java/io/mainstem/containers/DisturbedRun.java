package io.mainstem.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Learners in containers, whose events keep coming while things happen to them. In the end all that they said must be what
 * learners that nothing happened to say of the same events; see {@link Undisturbed}.
 */
final class DisturbedRun implements AutoCloseable {

    /**
     * Short, so that a test need not wait long for what these end; what they end is the same. But commits seldom enough
     * that nearly all that happens happens amid a transaction.
     */
    private static final String TIMEOUTS =
            """
            main.consumer.session.timeout.ms=3000
            main.consumer.heartbeat.interval.ms=500
            producer.transaction.timeout.ms=5000
            request.timeout.ms=5000
            commit.interval.ms=500
            """;

    /** Enough for all of {@link #TIMEOUTS} to pass, and for brokers to notice. */
    static final int LONG_MS = 8_000;

    private final BrokerCluster cluster;
    private final LearnerSpec spec;
    private final List<LearnerMachine> learners = new ArrayList<>();
    private final List<TopicPartition> partitions;
    private final LearnerGroup group;
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
        // A small model: copies of it to three brokers are not what is tested.
        String yaml = Undisturbed.yaml(name)
                .replace("{type: category}", "{type: category, buckets: 32}")
                .replaceFirst("layers: \\[64]", "layers: [16]");
        spec = LearnerSpecReader.read(yaml);
        String applicationId = "containers-" + name;
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
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(spec.topics().events(), partition))
                .toList();
        group = new LearnerGroup(cluster.admin(), applicationId, this.partitions, this::lastWords);
        feed = new EventFeed(cluster.bootstrapServers(), spec.topics().events(), partitions);
        try {
            learners.parallelStream().forEach(LearnerMachine::start);
            for (LearnerMachine learner : learners) {
                learner.awaitStart();
            }
            group.awaitProgress(50);
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

    LearnerGroup group() {
        return group;
    }

    LearnerMachine learner(int index) {
        return learners.get(index);
    }

    /** Lets the last events come, ends the learners, and compares all that they said: everything once. */
    void finish() throws Exception {
        finishWithAborted(0);
    }

    /**
     * The same, where Kafka may show outputs of transactions that it aborted: these must be repeated, byte for byte, by what was
     * committed. What was learned, the weights that are left in the end, must be right as ever.
     *
     * @param aborted how many such transactions there may be at most
     */
    void finishWithAborted(int aborted) throws Exception {
        feed.stop();
        group.awaitAll();
        List<Integer> codes = new ArrayList<>();
        for (LearnerMachine learner : learners) {
            codes.add(learner.machine().terminate());
        }
        assertThat(codes).as("exit codes").containsOnly(0);
        group.awaitNoOpenTransaction();
        for (TopicPartition partition : partitions) {
            compare(partition, aborted);
        }
    }

    private void compare(TopicPartition partition, int aborted) throws Exception {
        List<byte[]> events = Cluster.read(cluster.bootstrapServers(), partition).stream()
                .map(ConsumerRecord::value)
                .toList();
        Undisturbed expected = new Undisturbed(spec, partition.partition(), events);
        expected.assertIsWhatStandsIn(cluster.bootstrapServers(), aborted);
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

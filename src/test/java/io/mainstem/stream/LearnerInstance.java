package io.mainstem.stream;

import static java.util.Objects.requireNonNull;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.spec.LearnerSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/** Somebody's Kafka Streams program with a learner in it; for tests. */
final class LearnerInstance implements AutoCloseable {

    private final KafkaStreams streams;
    private final Map<Integer, LearnerStatus> status = new ConcurrentHashMap<>();
    private volatile @Nullable Throwable failure;

    LearnerInstance(
            Cluster cluster,
            LearnerSpec spec,
            Path stateDirectory,
            UnaryOperator<Topology> more,
            Map<String, Object> overrides) {
        this(cluster, spec, stateDirectory, more, overrides, new DefaultKafkaClientSupplier());
    }

    /**
     * Not started yet.
     *
     * @param more what else is in the topology
     * @param overrides over the recommended settings
     */
    LearnerInstance(
            Cluster cluster,
            LearnerSpec spec,
            Path stateDirectory,
            UnaryOperator<Topology> more,
            Map<String, Object> overrides,
            KafkaClientSupplier clients) {
        LearnerTopology learner = new LearnerTopology(spec)
                .watchedBy(now -> status.put(now.model().replica(), now));
        Properties settings = new Properties();
        settings.putAll(learner.settings(1));
        settings.putAll(cluster.client());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(spec));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        // The least that a broker allows: what died without a word is missed after this.
        settings.put(StreamsConfig.mainConsumerPrefix("session.timeout.ms"), 6_000);
        settings.put(StreamsConfig.mainConsumerPrefix("heartbeat.interval.ms"), 500);
        settings.putAll(overrides);
        streams = new KafkaStreams(more.apply(learner.addTo(new Topology())), settings, clients);
        streams.setUncaughtExceptionHandler(e -> {
            failure = e;
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    static String applicationId(LearnerSpec spec) {
        return "app-" + spec.topics().events();
    }

    static String changelog(LearnerSpec spec) {
        return applicationId(spec) + "-" + Nodes.of(spec.name()).model() + "-changelog";
    }

    /** For what is to be set before the start, or asked later. */
    KafkaStreams streams() {
        return streams;
    }

    LearnerInstance start() {
        streams.start();
        return this;
    }

    /** Returns when partition 0's learner here has taken as many records. */
    LearnerInstance awaitRecords(long records) throws Exception {
        return awaitRecords(0, records);
    }

    LearnerInstance awaitRecords(int partition, long records) throws Exception {
        Eventually.holds(
                records + " records of partition " + partition,
                () -> taken(partition) == records,
                () -> "state " + streams.state() + ", taken " + taken(partition) + ", failure " + failure);
        return this;
    }

    private long taken(int partition) {
        LearnerStatus now = status.get(partition);
        return now == null ? -1 : now.records();
    }

    /** The checksum of partition 0's weights when its learner was closed last. */
    String weights() {
        return weights(0);
    }

    String weights(int partition) {
        return String.valueOf(requireNonNull(status.get(partition)).weightsChecksum());
    }

    @Override
    public void close() {
        streams.close(CloseOptions.timeout(Eventually.PATIENCE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}

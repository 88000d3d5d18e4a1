package io.mainstem.stream;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TopicNames;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * A learner as part of a Kafka Streams topology:
 *
 * <pre>{@code
 * events ─▶ decode ─▶ learn ─┬─▶ predictions
 *             │         ║    ├─▶ metrics
 *             ▼       model  └─▶ checkpoints
 *        dead-letters
 * }</pre>
 *
 * Immutable.
 */
public final class LearnerTopology {

    /**
     * The changelog holds each block many times over until it is compacted, and a restart reads all of it: compact soon,
     * in small segments.
     */
    private static final Map<String, String> CHANGELOG = Map.of(
            TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(16 * 1024 * 1024),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "600000");

    private final LearnerSpec spec;
    private final LearnerStatus.@Nullable Listener listener;
    private final boolean anyHost;

    public LearnerTopology(LearnerSpec spec) {
        this(spec, null, false);
    }

    private LearnerTopology(LearnerSpec spec, LearnerStatus.@Nullable Listener listener, boolean anyHost) {
        this.spec = spec;
        this.listener = listener;
        this.anyHost = anyHost;
    }

    /** The same learner, watched: the listener hears of each partition's learner a few times a second, while it takes records. */
    public LearnerTopology watchedBy(LearnerStatus.Listener watcher) {
        return new LearnerTopology(spec, watcher, anyHost);
    }

    /** The same learner where nothing is promised: to measure what the promises cost. Labels may be learned twice. */
    public LearnerTopology onAnyHost() {
        return new LearnerTopology(spec, listener, true);
    }

    /**
     * Settings that the hosting program should have for this learner: the processing guarantee it requires, a cache that
     * holds its models, and a commit interval that fits their size. One instance may come to have all partitions, when
     * the others are gone: they are meant for that.
     *
     * @param threads stream threads of the program
     * @param partitions of the events topic: each has a model of its own
     */
    public Map<String, Object> settings(int threads, int partitions) {
        return RecommendedSettings.of(spec, threads, partitions);
    }

    /** The same where there are no more partitions than threads. */
    public Map<String, Object> settings(int threads) {
        return settings(threads, threads);
    }

    /** The name of the topic that holds the learner's state, in an application of the id. */
    public String changelog(String applicationId) {
        return applicationId + "-" + Nodes.of(spec.name()).model() + "-changelog";
    }

    /**
     * Adds the learner to a topology.
     *
     * @return the same topology
     */
    public Topology addTo(Topology topology) {
        Nodes nodes = Nodes.of(spec.name());
        TopicNames topics = spec.topics();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        topology.addSource(nodes.events(), bytes, bytes, topics.events());
        topology.addProcessor(nodes.decode(), () -> new DecodeProcessor(spec, nodes), nodes.events());
        SkipGuard skipGuard = new SkipGuard();
        LiveLearners liveLearners = new LiveLearners();
        topology.addProcessor(nodes.learn(), () -> learn(nodes, skipGuard, liveLearners), nodes.decode());
        topology.addStateStore(model(nodes), nodes.learn());
        addSink(topology, nodes.deadLetters(), topics.deadLetters(), nodes.decode(), nodes.learn());
        addSink(topology, nodes.predictions(), topics.predictions(), nodes.learn());
        addSink(topology, nodes.metrics(), topics.metrics(), nodes.learn());
        addSink(topology, nodes.checkpoints(), topics.checkpoints(), nodes.learn());
        return topology;
    }

    private LearnProcessor learn(Nodes nodes, SkipGuard skipGuard, LiveLearners liveLearners) {
        if (anyHost) {
            return new LearnProcessor(spec, nodes, listener, skipGuard, liveLearners) {
                @Override
                void checkHost(Map<String, Object> configs, long modelBytes, int learners) {}

                @Override
                void checkNotTaken(RecordMetadata first, long taken) {}
            };
        }
        return new LearnProcessor(spec, nodes, listener, skipGuard, liveLearners);
    }

    private StoreBuilder<KeyValueStore<Bytes, byte[]>> model(Nodes nodes) {
        return Stores.keyValueStoreBuilder(ModelStore.supplier(nodes.model(), spec), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(CHANGELOG);
    }

    private static void addSink(Topology topology, String node, String topic, String... parents) {
        topology.addSink(node, topic, new ByteArraySerializer(), new ByteArraySerializer(), parents);
    }
}

package io.mainstem.stream;

import io.mainstem.learn.WarmStart;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.Source;
import io.mainstem.spec.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
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
 * events ──▶ decode ─▶ learn ─┬─▶ predictions
 * labels ──▶ decode ─▶  ║     ├─▶ metrics
 * control ─▶ decode ─▶  ║     └─▶ checkpoints
 *              │      model,         │
 *              ▼      waiting ◀──────┘ rollback
 *         dead-letters
 * }</pre>
 *
 * Labels are read, and what waits for them is kept, only where the learner file has a task wait for its labels.
 *
 * <p>Immutable.
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

    /**
     * An event is written and deleted within its wait. Deletions need not stay for long: what comes back for want of one
     * is due in the past, and not looked at again.
     */
    private static final Map<String, String> WAITING_CHANGELOG = Map.of(
            TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(64 * 1024 * 1024),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.3",
            TopicConfig.DELETE_RETENTION_MS_CONFIG, "600000",
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "3600000");

    private final LearnerSpec spec;
    private final LearnerStatus.@Nullable Listener listener;
    private final boolean anyHost;
    private final @Nullable WarmStart warmStart;
    private final RecordDecoder.Factory eventDecoders;
    private final VersionSource versions;
    private final @Nullable LiveModels liveModels;

    public LearnerTopology(LearnerSpec spec) {
        this(
                spec,
                null,
                false,
                null,
                RecordDecoder::ofEvents,
                ReplicaVersions.on(spec.topics().checkpoints()),
                null);
    }

    private LearnerTopology(
            LearnerSpec spec,
            LearnerStatus.@Nullable Listener listener,
            boolean anyHost,
            @Nullable WarmStart warmStart,
            RecordDecoder.Factory eventDecoders,
            VersionSource versions,
            @Nullable LiveModels liveModels) {
        this.spec = spec;
        this.eventDecoders = eventDecoders;
        this.listener = listener;
        this.anyHost = anyHost;
        this.warmStart = warmStart;
        this.versions = versions;
        this.liveModels = liveModels;
    }

    /** What it is declared as. */
    public LearnerSpec spec() {
        return spec;
    }

    /** The same learner, watched: the listener hears of each partition's learner a few times a second, while it takes records. */
    public LearnerTopology watchedBy(LearnerStatus.Listener watcher) {
        return new LearnerTopology(spec, watcher, anyHost, warmStart, eventDecoders, versions, liveModels);
    }

    /**
     * The same learner, whose models can be predicted by from other threads while it learns. That costs nothing until
     * somebody asks; then the model is copied now and then.
     */
    public LearnerTopology servedBy(LiveModels models) {
        return new LearnerTopology(spec, listener, anyHost, warmStart, eventDecoders, versions, models);
    }

    /** The same learner where nothing is promised: to measure what the promises cost. Labels may be learned twice. */
    public LearnerTopology onAnyHost() {
        return new LearnerTopology(spec, listener, true, warmStart, eventDecoders, versions, liveModels);
    }

    /**
     * The same learner, begun with a state of another application's, such as {@link SavedCheckpoint#warmStart}. It is looked
     * at only where a partition has no state of its own yet; from the first commit on, all is in the changelog.
     *
     * @throws io.mainstem.learn.InvalidStateException if it does not fit the learner; says what differs
     */
    public LearnerTopology startingFrom(WarmStart state) {
        state.begin(spec, 0);
        return new LearnerTopology(spec, listener, anyHost, state, eventDecoders, versions, liveModels);
    }

    /**
     * The same learner with events that are no JSON. Everything else is the same: what is checked, what is a dead letter,
     * with its original bytes, and the shape that the learner file declares. A dead letter is also what the deserialiser
     * or the function throws at, or makes null of; but not where one throws a {@link RetriableException} of Kafka's, or
     * cannot reach something over the network: that fails the stream thread, which will take the record again. Records
     * of the labels topic stay JSON.
     *
     * @param deserializers makes one for each partition, configured; it is closed with the partition
     * @param toRecord makes the event's record of what was deserialised, of Java's own objects: maps, collections and
     *     arrays, character sequences, numbers, booleans, instants, UUIDs, enum constants, null
     */
    public <T> LearnerTopology withEvents(
            Supplier<? extends Deserializer<T>> deserializers,
            Function<? super T, ? extends @Nullable Map<?, ?>> toRecord) {
        return new LearnerTopology(
                spec,
                listener,
                anyHost,
                warmStart,
                learner -> new DeserializedEvents<>(learner, deserializers.get(), toRecord),
                versions,
                liveModels);
    }

    /** The same learner, whose earlier versions are elsewhere. */
    LearnerTopology withVersions(VersionSource others) {
        return new LearnerTopology(spec, listener, anyHost, warmStart, eventDecoders, others, liveModels);
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
        return changelog(applicationId, Nodes.of(spec.name()).model());
    }

    /** The name of the topic that holds the events which wait for labels or are remembered, if the learner keeps some. */
    public Optional<String> waitingChangelog(String applicationId) {
        return spec.remembersEvents()
                ? Optional.of(changelog(applicationId, Nodes.of(spec.name()).waiting()))
                : Optional.empty();
    }

    private static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }

    /**
     * Adds the learner to a topology.
     *
     * @return the same topology
     */
    public Topology addTo(Topology topology) {
        Nodes nodes = Nodes.of(spec.name());
        TopicNames topics = spec.topics();
        List<String> decoders = new ArrayList<>();
        decoders.add(addSource(topology, Source.EVENTS, nodes.events(), nodes.decode()));
        if (spec.labels().areAwaited()) {
            decoders.add(addSource(topology, Source.LABELS, nodes.labels(), nodes.decodeLabels()));
        }
        decoders.add(addSource(topology, Source.CONTROL, nodes.control(), nodes.decodeControl()));
        String[] parents = decoders.toArray(String[]::new);
        SkipGuard skipGuard = new SkipGuard();
        LiveLearners liveLearners = new LiveLearners();
        topology.addProcessor(nodes.learn(), () -> learn(nodes, skipGuard, liveLearners), parents);
        topology.addStateStore(model(nodes), nodes.learn());
        if (spec.remembersEvents()) {
            topology.addStateStore(waiting(nodes), nodes.learn());
        }
        decoders.add(nodes.learn());
        addSink(topology, nodes.deadLetters(), topics.deadLetters(), decoders.toArray(String[]::new));
        addSink(topology, nodes.predictions(), topics.predictions(), nodes.learn());
        addSink(topology, nodes.metrics(), topics.metrics(), nodes.learn());
        addSink(topology, nodes.checkpoints(), topics.checkpoints(), nodes.learn());
        return topology;
    }

    /** Returns the node that decodes what comes from there. */
    private String addSource(Topology topology, Source source, String node, String decoder) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        topology.addSource(node, bytes, bytes, spec.topics().of(source));
        RecordDecoder.Factory decoders = source == Source.EVENTS ? eventDecoders : RecordDecoder::ofLabels;
        Nodes nodes = Nodes.of(spec.name());
        topology.addProcessor(
                decoder,
                () -> source == Source.CONTROL
                        ? new CommandProcessor(nodes)
                        : new DecodeProcessor(spec, nodes, source, decoders),
                node);
        return decoder;
    }

    private LearnProcessor learn(Nodes nodes, SkipGuard skipGuard, LiveLearners liveLearners) {
        if (anyHost) {
            return new LearnProcessor(spec, nodes, listener, skipGuard, liveLearners, versions, liveModels) {
                @Override
                void checkHost(Map<String, Object> configs, long modelBytes, int learners) {}

                @Override
                void checkNotTaken(RecordMetadata first, long taken) {}
            };
        }
        return new LearnProcessor(spec, nodes, listener, skipGuard, liveLearners, versions, liveModels);
    }

    private StoreBuilder<KeyValueStore<Bytes, byte[]>> model(Nodes nodes) {
        return Stores.keyValueStoreBuilder(
                        ModelStore.supplier(nodes.model(), spec, warmStart), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(CHANGELOG);
    }

    /** Uncached: what is evicted from the cache of the models would make it write them. */
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> waiting(Nodes nodes) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(nodes.waiting()), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(WAITING_CHANGELOG);
    }

    private static void addSink(Topology topology, String node, String topic, String... parents) {
        topology.addSink(node, topic, new ByteArraySerializer(), new ByteArraySerializer(), parents);
    }
}

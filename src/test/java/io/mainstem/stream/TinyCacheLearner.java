package io.mainstem.stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mainstem.learn.SavedVersions;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.spec.Source;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.LoggerFactory;

/**
 * A program with a learner whose cache holds nothing: each put evicts what it puts. {@link HostCheck} would not let that
 * happen; it is told of a large cache. Takes the arguments of {@code mainstem run}.
 */
public final class TinyCacheLearner {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private TinyCacheLearner() {}

    /** The learner's processor, or one that is not as it should be. */
    @FunctionalInterface
    interface Learning {
        LearnProcessor of(LearnerSpec spec, Nodes nodes);
    }

    /** One that is told of a large cache. */
    static class WithoutCache extends LearnProcessor {

        WithoutCache(LearnerSpec spec, Nodes nodes) {
            super(
                    spec,
                    nodes,
                    TinyCacheLearner::tellWeights,
                    new SkipGuard(),
                    new LiveLearners(),
                    (settings, replica) -> SavedVersions.NONE,
                    null);
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            super.init(withLargeCache(context));
        }
    }

    public static void main(String[] args) throws Exception {
        run(args, WithoutCache::new);
    }

    /** At the end, as {@code mainstem run} does. */
    private static void tellWeights(LearnerStatus status) {
        if (status.weightsChecksum() != null) {
            System.out.printf(
                    "Partition %d: weights after %d steps, version %d: %s%n",
                    status.model().replica(),
                    status.model().step(),
                    status.model().version(),
                    status.weightsChecksum());
        }
    }

    static void run(String[] args, Learning learning) throws Exception {
        // The suite reads in the log whether an instance has its learner; tests are silent otherwise.
        ((Logger) LoggerFactory.getLogger("io.mainstem")).setLevel(Level.INFO);
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        LearnerSpec spec = LearnerSpecReader.read(Files.readString(Path.of(options.get("--config"))));
        Properties settings = new Properties();
        settings.putAll(RecommendedSettings.of(spec, 1, 1));
        try (var lines = Files.newBufferedReader(Path.of(options.get("--properties")))) {
            settings.load(lines);
        }
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, options.get("--bootstrap"));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, options.get("--application-id"));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, options.get("--state-dir"));
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        KafkaStreams streams = new KafkaStreams(topology(spec, learning), settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(CLOSE_TIMEOUT)));
        streams.start();
    }

    private static Topology topology(LearnerSpec spec, Learning learning) {
        Nodes nodes = Nodes.of(spec.name());
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        return new Topology()
                .addSource(nodes.events(), in, in, spec.topics().events())
                .addProcessor(
                        nodes.decode(),
                        () -> new DecodeProcessor(spec, nodes, Source.EVENTS, RecordDecoder::ofEvents),
                        nodes.events())
                .addProcessor(nodes.learn(), () -> learning.of(spec, nodes), nodes.decode())
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        ModelStore.supplier(nodes.model(), spec), Serdes.Bytes(), Serdes.ByteArray())
                                .withCachingEnabled(),
                        nodes.learn())
                .addSink(nodes.deadLetters(), spec.topics().deadLetters(), out, out, nodes.decode(), nodes.learn())
                .addSink(nodes.predictions(), spec.topics().predictions(), out, out, nodes.learn())
                .addSink(nodes.metrics(), spec.topics().metrics(), out, out, nodes.learn())
                .addSink(nodes.checkpoints(), spec.topics().checkpoints(), out, out, nodes.learn());
    }

    @SuppressWarnings("unchecked") // a proxy of the interface it is cast to
    private static ProcessorContext<byte[], byte[]> withLargeCache(ProcessorContext<byte[], byte[]> context) {
        return (ProcessorContext<byte[], byte[]>) Proxy.newProxyInstance(
                TinyCacheLearner.class.getClassLoader(),
                new Class<?>[] {ProcessorContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("appConfigs")) {
                        Map<String, Object> configs = new HashMap<>(context.appConfigs());
                        configs.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, Long.MAX_VALUE);
                        return configs;
                    }
                    try {
                        return method.invoke(context, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}

package io.mainstem.app;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.stream.LearnerTopology;
import io.mainstem.stream.topics.TopicAdmin;
import io.mainstem.stream.topics.TopicManifest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Runs topologies against a broker in this process, each over all records of a topic of one partition. */
final class StateBench implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 300_000;
    /** What a run takes until it is at its pace does not count. */
    private static final double WARM_UP = 0.3;

    /** Its producer's thread has its name in the middle. */
    private static final Predicate<String> STREAM_THREAD =
            Pattern.compile("bench-.*-StreamThread-1").asMatchPredicate();

    private final Path folder;
    private final EmbeddedBroker broker;
    private final Admin admin;
    private int runs;

    StateBench() throws Exception {
        folder = Files.createTempDirectory("mainstem-bench-");
        broker = EmbeddedBroker.start();
        admin = Admin.create(client());
    }

    private Map<String, Object> client() {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    }

    /** Creates the learner's topics, and fills that of its events. */
    void prepare(LearnerSpec spec, Iterable<byte[]> events) {
        new TopicAdmin(admin).apply(TopicManifest.all(), spec.topics());
        send(spec, events);
    }

    /** Adds to the topic of its events. */
    void send(LearnerSpec spec, Iterable<byte[]> events) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] event : events) {
                var unused = producer.send(new ProducerRecord<>(spec.topics().events(), event));
            }
        }
    }

    /** The same records in, records of a prediction's size out, and no state. */
    static Topology passThrough(LearnerSpec spec) {
        byte[] value = new byte[130];
        return new Topology()
                .addSource(
                        "in",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        spec.topics().events())
                .addProcessor(
                        "pass",
                        () -> new ContextualProcessor<byte[], byte[], byte[], byte[]>() {
                            @Override
                            public void process(Record<byte[], byte[]> record) {
                                context().forward(record.withValue(value));
                            }
                        },
                        "in")
                .addSink(
                        "out",
                        spec.topics().predictions(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer(),
                        "pass");
    }

    static Topology learner(LearnerSpec spec) {
        return new LearnerTopology(spec).onAnyHost().addTo(new Topology());
    }

    /** A new application id. */
    String application() {
        return "bench-" + ++runs;
    }

    /** Runs until all records are taken and committed. */
    StateRun run(String application, LearnerSpec spec, Topology topology, boolean exactlyOnce, long records)
            throws Exception {
        return run(topology, settings(application, spec, exactlyOnce), spec, 0, records, streams -> {});
    }

    /**
     * Runs from where the application was until all records are taken and committed.
     *
     * @param first offset of the first record that is left
     * @param atEnd looks at what ran, before it ends
     */
    StateRun run(
            Topology topology,
            Properties settings,
            LearnerSpec spec,
            long first,
            long records,
            Consumer<KafkaStreams> atEnd)
            throws Exception {
        String application = settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
        TopicPartition events = new TopicPartition(spec.topics().events(), 0);
        KafkaStreams streams = new KafkaStreams(topology, settings);
        try {
            streams.start();
            long from = 0;
            long start = 0;
            long cpu = 0;
            long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
            while (true) {
                long committed = committed(application, events);
                long now = System.nanoTime();
                if (start == 0 && committed >= first + WARM_UP * (records - first)) {
                    from = committed;
                    start = now;
                    cpu = cpuNanos();
                }
                if (committed >= records) {
                    double timed = from == records ? Double.NaN : 1e3 * (records - from);
                    double cpuMicros = (cpuNanos() - cpu) / timed;
                    atEnd.accept(streams);
                    return new StateRun(
                            (now - start) / timed,
                            cpuMicros,
                            (long) metric(streams, "commit-total"),
                            metric(streams, "commit-latency-max"));
                }
                if (System.currentTimeMillis() > deadline) {
                    throw new CommandFailedException(
                            "only " + committed + " of " + records + " records in " + PATIENCE_MILLIS / 1000 + " s");
                }
                Thread.sleep(10);
            }
        } finally {
            leave(streams);
        }
    }

    /** Milliseconds from the start of an instance that has nothing on its disk to the state in which it takes records. */
    double restore(String application, LearnerSpec spec) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        KafkaStreams streams = new KafkaStreams(learner(spec), settings(application, spec, true));
        try {
            streams.setStateListener((now, before) -> {
                if (now == KafkaStreams.State.RUNNING) {
                    running.countDown();
                }
            });
            long start = System.nanoTime();
            streams.start();
            if (!running.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new CommandFailedException("the learner's state is not restored");
            }
            return (System.nanoTime() - start) / 1e6;
        } finally {
            leave(streams);
        }
    }

    /** So that whoever comes next need not wait until this one is missed. */
    private static void leave(KafkaStreams streams) {
        streams.close(CloseOptions.timeout(Duration.ofSeconds(60))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    private Properties settings(String application, LearnerSpec spec, boolean exactlyOnce) throws Exception {
        return settings(application, spec, exactlyOnce, Files.createTempDirectory(folder, application));
    }

    /** A folder for the state of an application. */
    Path stateFolder(String application) {
        return folder.resolve(application + "-state");
    }

    Properties settings(String application, LearnerSpec spec, boolean exactlyOnce, Path state) {
        Properties settings = new Properties();
        settings.putAll(new LearnerTopology(spec).settings(1));
        settings.putAll(client());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        if (!exactlyOnce) {
            settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        }
        return settings;
    }

    private long committed(String application, TopicPartition events) throws Exception {
        OffsetAndMetadata offset = admin.listConsumerGroupOffsets(application)
                .partitionsToOffsetAndMetadata()
                .get(10, TimeUnit.SECONDS)
                .get(events);
        return offset == null ? 0 : offset.offset();
    }

    /** Of the only stream thread that there is now. */
    private static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && STREAM_THREAD.test(thread.getThreadName())) {
                return threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return 0;
    }

    private static double metric(KafkaStreams streams, String name) {
        for (Metric metric : streams.metrics().values()) {
            if (metric.metricName().name().equals(name)
                    && metric.metricName().group().equals("stream-thread-metrics")) {
                return (double) metric.metricValue();
            }
        }
        throw new IllegalStateException("Kafka Streams has no metric " + name);
    }

    /** Bytes of blocks of the state that an application's run sent to its changelog. */
    long changelogBytes(String application, LearnerSpec spec) throws Exception {
        TopicPartition changelog = new TopicPartition(application + "-" + spec.name() + "-model-changelog", 0);
        Map<String, Object> settings = new HashMap<>(client());
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, EmbeddedBroker.MAX_MESSAGE_BYTES);
        long bytes = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(Set.of(changelog));
            consumer.seekToBeginning(Set.of(changelog));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(Set.of(changelog)).get(changelog));
            while (consumer.position(changelog) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    bytes += record.value() == null ? 0 : record.value().length;
                }
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
        broker.close();
        TemporaryFolder.delete(folder);
    }
}

package io.mainstem;

import static java.util.Objects.requireNonNull;

import io.mainstem.app.EmbeddedBroker;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.stream.topics.TopicAdmin;
import io.mainstem.stream.topics.TopicManifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker, most often one in this process, with what tests do to one. */
public final class Cluster implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final @Nullable EmbeddedBroker broker;
    private final String bootstrap;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    public Cluster() {
        this(EmbeddedBroker.start());
    }

    private Cluster(EmbeddedBroker started) {
        this(started, started.bootstrapServers());
    }

    private Cluster(@Nullable EmbeddedBroker owned, String bootstrap) {
        broker = owned;
        this.bootstrap = bootstrap;
        admin = Admin.create(client());
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        EmbeddedBroker.MAX_MESSAGE_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The same with brokers that are somewhere else. */
    public static Cluster at(String bootstrap) {
        return new Cluster(null, bootstrap);
    }

    /** The line of a learner file that gives it topics of its own, so that tests can share a broker. */
    public static String topics(String prefix) {
        return ("topics: {events: %1$s-events, labels: %1$s-labels, control: %1$s-control, predictions: %1$s-predictions, metrics: %1$s-metrics,"
                        + " checkpoints: %1$s-checkpoints, deadLetters: %1$s-dead-letters}\n")
                .formatted(prefix);
    }

    public Map<String, Object> client() {
        return Map.of("bootstrap.servers", bootstrap);
    }

    public String bootstrapServers() {
        return bootstrap;
    }

    public Admin admin() {
        return admin;
    }

    /** The learner's topics; that of events has as many partitions, the others one. */
    public void createTopics(LearnerSpec spec, int partitions) {
        createTopics(admin, spec, partitions);
    }

    /** The same on any cluster. */
    public static void createTopics(Admin admin, LearnerSpec spec, int partitions) {
        List<TopicManifest> manifests = TopicManifest.all().stream()
                .map(manifest -> manifest.withPartitions(manifest.isSource() ? partitions : 1))
                .toList();
        new TopicAdmin(admin).apply(manifests, spec.topics());
    }

    public void createTopic(String name) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    }

    /** Sends the values to the topic's only partition; returns when the broker has them. */
    public void send(String topic, List<byte[]> values) {
        send(topic, 0, values);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // flush() waits; what is lost, the test misses
    public void send(String topic, int partition, List<byte[]> values) {
        values.forEach(value -> producer.send(new ProducerRecord<>(topic, partition, null, value)));
        producer.flush();
    }

    /** All committed records of the topic's only partition. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return read(bootstrapServers(), topic);
    }

    /** All committed records of a topic's only partition, on any cluster. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String bootstrap, String topic) {
        return read(bootstrap, new TopicPartition(topic, 0));
    }

    /** All committed records of a partition. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String bootstrap, TopicPartition all) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(all));
            consumer.seekToBeginning(List.of(all));
            long end = requireNonNull(consumer.endOffsets(List.of(all)).get(all));
            while (consumer.position(all) < end) {
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }

    /** The values of {@link #read(String)}. */
    public List<byte[]> values(String topic) {
        return read(topic).stream().map(ConsumerRecord::value).toList();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        if (broker != null) {
            broker.close();
        }
    }
}

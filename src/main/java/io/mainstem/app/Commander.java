package io.mainstem.app;

import io.mainstem.event.Command;
import io.mainstem.event.CommandAnswer;
import io.mainstem.event.CommandAnswerCodec;
import io.mainstem.event.CommandCodec;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.spec.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends commands to the replicas of a learner, and waits for their answers. */
final class Commander implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final int LINGER_MILLIS = 5;

    private final TopicNames topics;
    private final KafkaConsumer<byte[], byte[]> answers;
    private final KafkaProducer<byte[], byte[]> commands;
    private boolean sending;

    /**
     * Connects at the first use.
     *
     * @param client how to reach and talk to the cluster
     */
    Commander(Map<String, Object> client, TopicNames topics) {
        this(client, topics, Map.of());
    }

    /**
     * The same, for whoever cannot wait for brokers that do not answer.
     *
     * @param patience with each step of it, in full seconds
     */
    Commander(Map<String, Object> client, TopicNames topics, Duration patience) {
        this(
                client,
                topics,
                Map.of(
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        String.valueOf(patience.toMillis()),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        String.valueOf(patience.toMillis() - LINGER_MILLIS),
                        ProducerConfig.LINGER_MS_CONFIG,
                        String.valueOf(LINGER_MILLIS),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        String.valueOf(patience.toMillis()),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        String.valueOf(patience.toMillis())));
    }

    private Commander(Map<String, Object> given, TopicNames topics, Map<String, Object> timeouts) {
        Map<String, Object> client = new HashMap<>(given);
        client.putAll(timeouts);
        this.topics = topics;
        Map<String, Object> consumer = new HashMap<>(client);
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        answers = new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        commands = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** How many replicas there are: each has a partition of the control topic. */
    int replicas() {
        return partitions(topics.control()).size();
    }

    /**
     * Sends each replica its command.
     *
     * @param byReplica with an id that no other command has
     * @param timeout to wait for the answers
     * @return the answers that came, by replica
     */
    Map<Integer, CommandAnswer> send(Map<Integer, Command> byReplica, Duration timeout) {
        List<TopicPartition> all = partitions(topics.metrics());
        answers.assign(all);
        answers.seekToEnd(all);
        // Seeking is lazy: from here on, not from the first poll on.
        all.forEach(answers::position);
        // What fails up to here has sent nothing.
        requireNonEmpty(commands.partitionsFor(topics.control()), topics.control());
        sending = true;
        List<RecordMetadata> sent = new ArrayList<>();
        byReplica.forEach((replica, command) -> sent.add(send(replica, command)));

        Map<Integer, CommandAnswer> answered = new TreeMap<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (answered.size() < byReplica.size() && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : answers.poll(POLL)) {
                answer(record).forEach(answer -> {
                    Command command = byReplica.get(answer.model().replica());
                    if (command != null && Objects.equals(command.id(), answer.id())) {
                        answered.put(answer.model().replica(), answer);
                    }
                });
            }
        }
        return answered;
    }

    /** Whether one may have reached the brokers, whatever came of it. */
    boolean hasSent() {
        return sending;
    }

    private RecordMetadata send(int replica, Command command) {
        try {
            return commands.send(new ProducerRecord<>(topics.control(), replica, null, CommandCodec.write(command)))
                    .get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new CommandFailedException("the command could not be sent: " + e.getCause(), e);
        }
    }

    private static Stream<CommandAnswer> answer(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Stream.of();
        }
        try {
            return CommandAnswerCodec.read(record.value()).stream();
        } catch (InvalidRecordException e) {
            return Stream.of(); // of another program than ours
        }
    }

    private List<TopicPartition> partitions(String topic) {
        return requireNonEmpty(answers.partitionsFor(topic), topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static List<PartitionInfo> requireNonEmpty(@Nullable List<PartitionInfo> found, String topic) {
        if (found == null || found.isEmpty()) {
            throw new CommandFailedException("there is no topic '" + topic + "'");
        }
        return found;
    }

    @Override
    public void close() {
        commands.close(Duration.ZERO);
        answers.close(CloseOptions.timeout(CLOSE));
    }
}

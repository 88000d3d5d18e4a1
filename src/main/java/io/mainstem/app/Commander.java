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
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends commands to the replicas of a learner, and waits for their answers. */
final class Commander implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final TopicNames topics;
    private final KafkaConsumer<byte[], byte[]> answers;
    private final KafkaProducer<byte[], byte[]> commands;

    /**
     * Connects at the first use.
     *
     * @param client how to reach and talk to the cluster
     */
    Commander(Map<String, Object> client, TopicNames topics) {
        this.topics = topics;
        Map<String, Object> consumer = new HashMap<>(client);
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        answers = new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        commands = new KafkaProducer<>(new HashMap<>(client), new ByteArraySerializer(), new ByteArraySerializer());
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
        var found = answers.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new CommandFailedException("there is no topic '" + topic + "'");
        }
        return found.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    @Override
    public void close() {
        commands.close(Duration.ZERO);
        answers.close();
    }
}

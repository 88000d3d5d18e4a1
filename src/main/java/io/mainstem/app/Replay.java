package io.mainstem.app;

import io.mainstem.spec.RecordShape;
import io.mainstem.stream.topics.Denial;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to a topic, each line as the value of a record whose key is the event's id: in order within a partition
 * and each once, whatever the connection does. A line without a readable id goes too, without a key: what is broken is
 * for the learner to say.
 */
public final class Replay implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final EventKey key;
    private final AtomicReference<@Nullable CommandFailedException> failure = new AtomicReference<>();
    private volatile long sent;

    /**
     * Opens a producer of events of the contract's shape.
     *
     * @param client the cluster's client properties
     * @param topic which exists
     */
    public Replay(Map<String, Object> client, String topic) {
        this(client, topic, RecordShape.EVENT);
    }

    /**
     * Opens a producer.
     *
     * @param client the cluster's client properties
     * @param topic which exists
     * @param shape of the events
     */
    public Replay(Map<String, Object> client, String topic, RecordShape shape) {
        this.key = new EventKey(shape.id());
        this.producer = new KafkaProducer<>(settings(client), new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
    }

    /**
     * Sends all events of a file and returns when the brokers have them all.
     *
     * @param afterEach runs after each event was handed to the producer
     * @throws CommandFailedException if the brokers refuse one or do not answer, naming its line
     * @throws org.apache.kafka.common.errors.InterruptException if the thread is interrupted
     */
    public void send(EventFile events, Pace pace, Runnable afterEach) {
        while (events.hasNext()) {
            byte[] event = events.next();
            pace.awaitNext();
            send(event, events.line());
            throwIfFailed();
            afterEach.run();
        }
        producer.flush();
        throwIfFailed();
    }

    /** Events handed to the producer so far; may be asked from any thread. */
    public long sent() {
        return sent;
    }

    /** Gives what is still under way a few seconds to arrive, also on a thread that was interrupted. */
    @Override
    public void close() {
        // Set, the flag would make the producer log an error and leave its thread behind.
        boolean interrupted = Thread.interrupted();
        try {
            producer.close(CLOSE_TIMEOUT);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @SuppressWarnings({"FutureReturnValueIgnored", "NonAtomicVolatileUpdate"}) // the callback tells; one thread writes
    private void send(byte[] event, long line) {
        producer.send(new ProducerRecord<>(topic, key.of(event), event), (at, refusal) -> {
            if (refusal != null) {
                failure.compareAndSet(null, describe(refusal, line, event.length));
            }
        });
        sent++;
    }

    private void throwIfFailed() {
        CommandFailedException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    private CommandFailedException describe(Exception refusal, long line, int bytes) {
        if (refusal instanceof RecordTooLargeException) {
            return new CommandFailedException(
                    "line %d: its %,d bytes are more than topic '%s' takes: raise its max.message.bytes, or leave the line out"
                            .formatted(line, bytes, topic),
                    refusal);
        }
        if (refusal instanceof TimeoutException) {
            return new CommandFailedException(
                    "line %d: the brokers did not take it in time (%s): are they still running?"
                            .formatted(line, OneLine.of(refusal)),
                    refusal);
        }
        if (refusal instanceof UnknownTopicOrPartitionException) {
            return new CommandFailedException("line %d: topic '%s' is gone".formatted(line, topic), refusal);
        }
        // Who may write nowhere is refused before the brokers hear of the topic.
        if (refusal instanceof TopicAuthorizationException || refusal instanceof ClusterAuthorizationException) {
            return new CommandFailedException(
                    "line %d: %s".formatted(line, KafkaFailure.denied(Denial.onTopic("Write", topic), refusal)),
                    refusal);
        }
        return new CommandFailedException(
                "line %d: the brokers did not take it: %s".formatted(line, KafkaFailure.line(refusal)), refusal);
    }

    private static Map<String, Object> settings(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
        // How long brokers may be away before the replay gives up.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "60000");
        settings.putAll(client);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        // What is too large is for the topic to say.
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(2 * EventFile.MAX_LINE_BYTES));
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(3 * EventFile.MAX_LINE_BYTES));
        return settings;
    }
}

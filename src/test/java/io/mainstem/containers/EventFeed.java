package io.mainstem.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Undisturbed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Events that keep coming, whatever happens to brokers and learners, until it is stopped. */
final class EventFeed implements AutoCloseable {

    private static final int EVENTS = 9_000;
    private static final int PAUSE_MS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;
    private final List<byte[]> events = Undisturbed.mixed(EVENTS);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::send, "event-feed");
    private volatile boolean stopped;

    EventFeed(String bootstrapServers, String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "request.timeout.ms", 5_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of a failure
    private void send() {
        try {
            for (int sent = 0; !stopped && sent < events.size(); sent++) {
                producer.send(new ProducerRecord<>(topic, sent % partitions, null, events.get(sent)), (at, e) -> {
                    if (e != null) {
                        failure.compareAndSet(null, e);
                    }
                });
                if (sent % partitions == partitions - 1) {
                    Thread.sleep(PAUSE_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when all that was sent is there. */
    void stop() throws Exception {
        assertThat(thread.isAlive()).as("events were still coming").isTrue();
        stopped = true;
        thread.join(PATIENCE.toMillis());
        producer.close(PATIENCE);
        assertThat(failure.get()).as("every event was taken").isNull();
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        producer.close(Duration.ZERO);
    }
}

package io.mainstem.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends events in bursts, for as long as it is not stopped, and tells the guarantees of each that the broker has. */
final class Feed implements AutoCloseable {

    private static final int MAX_BURST = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String topic;
    private final Events events;
    private final Random bursts;
    private final int perSecond;
    private final List<Guarantee> guarantees;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::send, "feed");
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    /**
     * Not started yet.
     *
     * @param perSecond events, on an average
     */
    Feed(String bootstrap, String topic, Events events, long seed, int perSecond, List<Guarantee> guarantees) {
        this.topic = topic;
        this.events = events;
        this.perSecond = perSecond;
        this.guarantees = guarantees;
        bursts = new Random(seed);
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    private void send() {
        try {
            while (!stopped) {
                int burst = 1 + bursts.nextInt(MAX_BURST);
                for (int i = 0; i < burst; i++) {
                    Events.Event event = events.next();
                    var unused = producer.send(
                            new ProducerRecord<>(
                                    topic, event.partition(), event.id().getBytes(UTF_8), event.value()),
                            (metadata, e) -> confirmed(event, metadata, e));
                }
                Thread.sleep(1000L * burst / perSecond);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** On the producer's one thread. */
    private void confirmed(Events.Event event, RecordMetadata metadata, @Nullable Exception e) {
        if (e != null) {
            failure = e;
            return;
        }
        Sent sent = new Sent(event.id(), event.kind(), metadata.partition(), metadata.offset());
        guarantees.forEach(guarantee -> guarantee.onSent(sent));
    }

    /** Returns when the broker has all that was sent. */
    void stop() throws InterruptedException {
        stopped = true;
        thread.join(PATIENCE.toMillis());
        producer.flush();
        if (failure != null || thread.isAlive()) {
            throw new AssertionError("events could not be sent", failure);
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        producer.close(Duration.ZERO);
    }
}

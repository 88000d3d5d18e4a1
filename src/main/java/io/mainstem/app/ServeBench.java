package io.mainstem.app;

import io.mainstem.serve.ServeSettings;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import io.mainstem.stream.topics.TopicAdmin;
import io.mainstem.stream.topics.TopicManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A learner on a broker in this process, with everything on over HTTP or nothing; each run takes the events anew. */
final class ServeBench implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    /** What a run takes until it is at its pace does not count. */
    private static final double WARM_UP = 0.3;

    private static final long LOOK_MILLIS = 20;

    private static final LearnerSpec SPEC = LearnerSpecReader.read(
            """
            name: served
            features: {x: {type: vector, size: 16}, c: {type: category}}
            tasks: {yes: {type: binary}, much: {type: regression}}
            trunk: {layers: [64, 32]}
            batch: {size: 16}
            checkpoints: {every: 1000000}
            """);

    private final Path folder;
    private final EmbeddedBroker broker;
    private final Map<String, Object> client;
    private int runs;

    ServeBench() throws IOException {
        folder = Files.createTempDirectory("mainstem-bench-");
        broker = EmbeddedBroker.start();
        client = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            new TopicAdmin(admin).apply(TopicManifest.all(), SPEC.topics());
        }
    }

    /** An event as it is learned from, and asked for. */
    static byte[] event(long number, boolean labelled) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder event = new StringBuilder("{\"id\":\"").append(number).append("\",\"features\":{\"c\":\"k");
        event.append(random.nextInt(200)).append("\",\"x\":[");
        for (int n = 0; n < 16; n++) {
            event.append(n == 0 ? "" : ",").append(random.nextInt(-999, 999) / 100.0);
        }
        event.append("]}");
        if (labelled) {
            event.append(",\"labels\":{\"yes\":").append(number % 3 == 0).append(",\"much\":");
            event.append(number % 1000).append('}');
        }
        return event.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Puts that many events there, the first of that number. */
    void send(long first, long count, Pace pace) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long i = first; i < first + count; i++) {
                pace.awaitNext();
                var unused = producer.send(new ProducerRecord<>(SPEC.topics().events(), event(i, true)));
            }
        } catch (InterruptException e) {
            // Enough.
        }
    }

    /** Events a second that it takes, of those that are there. */
    double throughput(long events, boolean served) throws Exception {
        try (LearnerApplication learner = learner(served ? ServeSettings.anyPort() : null)) {
            learner.start();
            try (ServeClients clients = new ServeClients(learner.address().orElse(null))) {
                clients.watch();
                long from = 0;
                long start = 0;
                long deadline = System.nanoTime() + PATIENCE;
                while (System.nanoTime() < deadline) {
                    long taken = taken(learner);
                    long now = System.nanoTime();
                    if (start == 0 && taken >= WARM_UP * events) {
                        from = taken;
                        start = now;
                    }
                    if (taken >= events) {
                        return (taken - from) / ((now - start) / 1e9);
                    }
                    Thread.sleep(LOOK_MILLIS);
                }
                throw new CommandFailedException("only " + taken(learner) + " of " + events + " events were taken");
            }
        }
    }

    /**
     * How long requests take while it learns at that rate.
     *
     * @param from number of the first event that is sent meanwhile
     * @return nanoseconds from when each was to be sent, ascending
     */
    long[] latencies(long from, double eventsPerSecond, int requestsPerSecond, int seconds) throws Exception {
        try (LearnerApplication learner = learner(ServeSettings.anyPort())) {
            learner.start();
            if (!learner.awaitRunning(START)) {
                throw new CommandFailedException("the learner did not start");
            }
            long deadline = System.nanoTime() + PATIENCE;
            while (taken(learner) < from && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_MILLIS);
            }
            Thread sender =
                    new Thread(() -> send(from, Long.MAX_VALUE / 2, Pace.perSecond(eventsPerSecond)), "bench-sender");
            sender.start();
            try (ServeClients clients = new ServeClients(learner.address().orElse(null))) {
                // The first half is for the compiler, and does not count.
                clients.ask(requestsPerSecond, seconds);
                long[] nanos = clients.ask(requestsPerSecond, seconds);
                Arrays.sort(nanos);
                return nanos;
            } finally {
                sender.interrupt();
                sender.join();
            }
        }
    }

    private LearnerApplication learner(@Nullable ServeSettings serve) throws IOException {
        return new LearnerApplication(
                new LearnerTopology(SPEC),
                "bench-" + ++runs,
                client,
                Files.createTempDirectory(folder, "state"),
                1,
                1,
                serve,
                null);
    }

    private static long taken(LearnerApplication learner) {
        return learner.status().stream().mapToLong(LearnerStatus::records).sum();
    }

    @Override
    public void close() {
        broker.close();
        TemporaryFolder.delete(folder);
    }
}

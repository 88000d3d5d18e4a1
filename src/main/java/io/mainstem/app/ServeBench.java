package io.mainstem.app;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.topics.TopicAdmin;
import io.mainstem.stream.topics.TopicManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A learner as users run it, a broker, and what asks and watches, each in a process of its own; with everything on over HTTP or
 * nothing. Each run takes the events anew.
 */
final class ServeBench implements AutoCloseable {

    /** Requests that do not count: for so long the compiler takes up to half of a processor. */
    static final int WARM_UP_SECONDS = 90;

    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    /** What a run takes until it is at its pace does not count. */
    private static final double WARM_UP = 0.3;

    /** A commit after the last event may come any time. */
    private static final double NEARLY_ALL = 0.9;

    private static final long LOOK_MILLIS = 20;
    /** How the program says where it listens; a slash ends it. */
    private static final String WATCH_IT = "Watch it at http://";

    private static final String LEARNER_FILE =
            """
            name: served
            features: {x: {type: vector, size: 16}, c: {type: category}}
            tasks: {yes: {type: binary}, much: {type: regression}}
            trunk: {layers: [64, 32]}
            batch: {size: 16}
            checkpoints: {every: 1000000}
            """;

    private static final LearnerSpec SPEC = LearnerSpecReader.read(LEARNER_FILE);
    private static final TopicPartition EVENTS =
            new TopicPartition(SPEC.topics().events(), 0);

    private final Path folder;
    private final BenchProcess broker;
    private final String bootstrap;
    private final Map<String, Object> client;
    private final Admin admin;
    private final @Nullable String browser;
    private int runs;

    /**
     * Starts the broker.
     *
     * @param browser command of a Chromium that has the page open while the learner is watched; null for a client that takes what the
     *     page would
     */
    ServeBench(@Nullable String browser) throws IOException, InterruptedException {
        this.browser = browser;
        folder = Files.createTempDirectory("mainstem-bench-");
        broker = BenchProcess.broker(folder);
        bootstrap = broker.await("");
        client = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        admin = Admin.create(client);
        new TopicAdmin(admin).apply(TopicManifest.all(), SPEC.topics());
        Files.writeString(folder.resolve("learner.yaml"), LEARNER_FILE);
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

    /** Events a second that it takes, of those that are there: from one commit to another. */
    double throughput(long events, boolean served) throws Exception {
        String id = newId();
        try (BenchProcess learner = learner(id, served)) {
            if (!served) {
                return throughput(id, events);
            }
            String address = address(learner);
            try (ServeClients clients = new ServeClients(address)) {
                clients.scrape();
                if (browser == null) {
                    clients.watch();
                    return throughput(id, events);
                }
                try (PageWatcher page = new PageWatcher(browser, address, folder)) {
                    page.awaitOpen();
                    return throughput(id, events);
                }
            }
        }
    }

    private double throughput(String id, long events) throws Exception {
        Taken first = awaitTaken(id, (long) (WARM_UP * events));
        Taken last = awaitTaken(id, (long) (NEARLY_ALL * events));
        return (last.events() - first.events()) / ((last.nanoTime() - first.nanoTime()) / 1e9);
    }

    /**
     * How long requests take while it learns at that rate.
     *
     * @param from number of the first event that is sent meanwhile
     */
    ServeClients.Answers latencies(long from, double eventsPerSecond, int requestsPerSecond, int seconds)
            throws Exception {
        String id = newId();
        try (BenchProcess learner = learner(id, true)) {
            String address = address(learner);
            awaitTaken(id, from);
            Thread sender =
                    new Thread(() -> send(from, Long.MAX_VALUE / 2, Pace.perSecond(eventsPerSecond)), "bench-sender");
            sender.start();
            try (ServeClients clients = new ServeClients(address)) {
                clients.ask(requestsPerSecond, WARM_UP_SECONDS);
                return clients.ask(requestsPerSecond, seconds);
            } finally {
                sender.interrupt();
                sender.join();
            }
        }
    }

    private static String address(BenchProcess learner) throws InterruptedException {
        String address = learner.await(WATCH_IT);
        return address.substring(0, address.indexOf('/'));
    }

    private String newId() {
        return "bench-" + ++runs;
    }

    private BenchProcess learner(String id, boolean served) {
        return BenchProcess.command(
                folder.resolve(id + ".log"),
                List.of(
                        "run",
                        "--config",
                        folder.resolve("learner.yaml").toString(),
                        "--bootstrap",
                        bootstrap,
                        "--application-id",
                        id,
                        "--state-dir",
                        folder.resolve(id).toString(),
                        "--http",
                        served ? "0" : "off"));
    }

    /** What had been taken at a commit. */
    private record Taken(long events, long nanoTime) {}

    /** The first commit with so many events. */
    private Taken awaitTaken(String id, long least) throws Exception {
        long deadline = System.nanoTime() + PATIENCE;
        long taken = 0;
        while (System.nanoTime() < deadline) {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(id)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(EVENTS);
            taken = committed == null ? 0 : committed.offset();
            if (taken >= least) {
                return new Taken(taken, System.nanoTime());
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new CommandFailedException("only " + taken + " of " + least + " events were taken");
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        broker.close();
        TemporaryFolder.delete(folder);
    }
}

package io.mainstem.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a stream thread ends, what it had not committed is done again by whoever comes next, to the same bits. */
class DirtyEndIT {

    private static final int COMMITTED = 303;
    private static final int LOST = 700;
    private static final int ALL = 1_000;

    /** So long that what comes after the start is lost with it; Streams wants it below the transaction timeout. */
    private static final Map<String, Object> RARE_COMMITS = Map.of(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 9_000);

    @AutoClose
    private static final Cluster cluster = new Cluster();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final List<byte[]> events = Undisturbed.mixed(ALL);

    @Test
    void aThreadThatDiesIsReplaced() throws Exception {
        LearnerSpec spec = committed("replaced");
        LearnerInstance instance = bombed(spec, () -> {
            throw new IllegalStateException("a bomb");
        });
        instance.streams().setUncaughtExceptionHandler(e -> StreamThreadExceptionResponse.REPLACE_THREAD);
        endsDirtyAndGoesOn(spec, instance, () -> explode(spec));
    }

    /** Kafka Streams 4.3.1 alone would go on behind what it had polled by then; see {@link SkipGuard}. */
    @Test
    void aCommitThatTimesOutSkipsNothing() throws Exception {
        LearnerSpec spec = committed("late");
        List<byte[]> many = Undisturbed.mixed(6_000);
        Undisturbed expected = new Undisturbed(spec, many);
        cluster.send(spec.topics().events(), many.subList(COMMITTED, many.size()));
        AtomicInteger commits = new AtomicInteger();
        LearnerInstance instance = new LearnerInstance(
                cluster,
                spec,
                folder.resolve("state"),
                UnaryOperator.identity(),
                Map.of(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50),
                beforeCommit(3, commits, () -> {
                    throw new TimeoutException("no answer in time");
                }));
        try (instance) {
            instance.start().awaitRecords(many.size());
            awaitCommitted(spec, expected);
        }
        assertThat(commits).hasValueGreaterThan(3);
        expected.assertIsWhatStandsIn(cluster);
        assertThat(instance.weights()).isEqualTo(expected.weights());
    }

    /** Kafka Streams 4.3.1 takes what the broker says to such a commit for a bug; see {@link LateCommit}. */
    @Test
    void aCommitAfterItsTransactionTimedOutIsDoneAgain() throws Exception {
        LearnerSpec spec = committed("timedout");
        Undisturbed expected = new Undisturbed(spec, events);
        AtomicInteger commits = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        LearnerInstance instance = new LearnerInstance(
                cluster,
                spec,
                folder.resolve("state"),
                UnaryOperator.identity(),
                Map.of(
                        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                        50,
                        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                        1_000),
                beforeCommit(1, commits, () -> awaitAborted(spec)));
        instance.streams().setUncaughtExceptionHandler(e -> {
            failure.set(e);
            return LateCommit.is(e)
                    ? StreamThreadExceptionResponse.REPLACE_THREAD
                    : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        try (instance) {
            cluster.send(spec.topics().events(), events.subList(COMMITTED, ALL));
            instance.start();
            awaitCommitted(spec, expected);
        }
        assertThat(failure.get()).hasStackTraceContaining(InvalidTxnStateException.class.getName());
        expected.assertIsWhatStandsIn(cluster);
        assertThat(instance.weights()).isEqualTo(expected.weights());
    }

    private static void awaitAborted(LearnerSpec spec) throws Exception {
        Eventually.holds("the transaction is given up", () -> transactions(spec).stream()
                .allMatch(t -> t.state() == TransactionState.COMPLETE_ABORT));
    }

    private static List<TransactionListing> transactions(LearnerSpec spec) throws Exception {
        return cluster.admin().listTransactions().all().get().stream()
                .filter(t -> t.transactionalId().startsWith(LearnerInstance.applicationId(spec) + "-"))
                .toList();
    }

    /** Clients to whose producer something happens before one of its commits. */
    private static KafkaClientSupplier beforeCommit(int number, AtomicInteger commits, Mishap mishap) {
        return new DefaultKafkaClientSupplier() {
            @Override
            @SuppressWarnings("unchecked") // a proxy of the interface it is cast to
            public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
                Producer<byte[], byte[]> producer = super.getProducer(config);
                return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                            if (method.getName().equals("commitTransaction") && commits.incrementAndGet() == number) {
                                mishap.happens();
                            }
                            try {
                                return method.invoke(producer, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
            }
        };
    }

    @Test
    void aProducerThatIsFencedIsReplaced() throws Exception {
        LearnerSpec spec = committed("fenced");
        LearnerInstance instance = bombed(spec, () -> {});
        endsDirtyAndGoesOn(spec, instance, () -> {
            List<String> ids = transactions(spec).stream()
                    .map(TransactionListing::transactionalId)
                    .toList();
            assertThat(ids).isNotEmpty();
            cluster.admin().fenceProducers(ids).all().get();
        });
    }

    @Test
    void anInstanceThatDiesIsFollowedByAnother() throws Exception {
        LearnerSpec spec = committed("followed");
        Undisturbed expected = new Undisturbed(spec, events);
        try (LearnerInstance dying = bombed(spec, () -> {
            throw new IllegalStateException("a bomb");
        })) {
            learnWhatWillBeLost(spec, dying);
            explode(spec);
            Eventually.holds("it died", () -> dying.streams().state() == KafkaStreams.State.ERROR);
        }
        LearnerInstance next =
                new LearnerInstance(cluster, spec, folder.resolve("next"), UnaryOperator.identity(), Map.of());
        try (next) {
            next.start();
            cluster.send(spec.topics().events(), events.subList(LOST, ALL));
            next.awaitRecords(ALL);
        }
        expected.assertIsWhatStandsIn(cluster);
        assertThat(next.weights()).isEqualTo(expected.weights());
    }

    private interface Mishap {
        void happens() throws Exception;
    }

    private void endsDirtyAndGoesOn(LearnerSpec spec, LearnerInstance instance, Mishap mishap) throws Exception {
        Undisturbed expected = new Undisturbed(spec, events);
        try (instance) {
            learnWhatWillBeLost(spec, instance);
            mishap.happens();
            cluster.send(spec.topics().events(), events.subList(LOST, ALL));
            instance.awaitRecords(ALL);
            awaitCommitted(spec, expected);
        }
        expected.assertIsWhatStandsIn(cluster);
        assertThat(instance.weights()).isEqualTo(expected.weights());
    }

    /** What was taken may be taken back by the mishap still, and be taken again: only commits count. */
    private static void awaitCommitted(LearnerSpec spec, Undisturbed expected) throws Exception {
        int predictions = expected.run().predictions.size();
        Eventually.holds(
                predictions + " predictions are committed",
                () -> cluster.read(spec.topics().predictions()).size() >= predictions);
    }

    private void learnWhatWillBeLost(LearnerSpec spec, LearnerInstance instance) throws Exception {
        instance.start().awaitRecords(COMMITTED);
        cluster.send(spec.topics().events(), events.subList(COMMITTED, LOST));
        instance.awaitRecords(LOST);
    }

    private static void explode(LearnerSpec spec) {
        cluster.send(bombs(spec), List.of("tick".getBytes(UTF_8)));
    }

    /** A learner that has learned and committed the first events, in the middle of a mini-batch. */
    private LearnerSpec committed(String prefix) throws Exception {
        LearnerSpec spec = LearnerSpecReader.read(Undisturbed.yaml(prefix));
        cluster.createTopics(spec, 1);
        cluster.createTopic(bombs(spec));
        cluster.send(spec.topics().events(), events.subList(0, COMMITTED));
        try (LearnerInstance first = bombed(spec, () -> {})) {
            first.start().awaitRecords(COMMITTED);
        }
        return spec;
    }

    private static String bombs(LearnerSpec spec) {
        return spec.topics().events() + "-bombs";
    }

    /** A learner with a neighbour in its task that does, once, what the bomb says. */
    private LearnerInstance bombed(LearnerSpec spec, Runnable bomb) {
        AtomicBoolean exploded = new AtomicBoolean();
        UnaryOperator<Topology> neighbour = topology -> topology.addSource(
                        "bombs", new ByteArrayDeserializer(), new ByteArrayDeserializer(), bombs(spec))
                .addProcessor(
                        "bomb",
                        () -> new ContextualProcessor<byte[], byte[], Void, Void>() {
                            @Override
                            public void process(Record<byte[], byte[]> record) {
                                if (exploded.compareAndSet(false, true)) {
                                    bomb.run();
                                }
                            }
                        },
                        "bombs")
                .connectProcessorAndStateStores("bomb", Nodes.of(spec.name()).model());
        return new LearnerInstance(cluster, spec, folder.resolve("state"), neighbour, RARE_COMMITS);
    }
}

package io.mainstem.app;

import io.mainstem.event.Command;
import io.mainstem.event.CommandAnswer;
import io.mainstem.observe.LearnerView;
import io.mainstem.observe.StreamMeters;
import io.mainstem.serve.Host;
import io.mainstem.serve.UndeliveredCommandException;
import io.mainstem.spec.TopicNames;
import io.mainstem.stream.StoredCheckpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.jspecify.annotations.Nullable;

/** What a running learner's server asks of the stream and of the cluster. */
final class ServedLearner implements Host, AutoCloseable {

    private static final Duration ANSWERS = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LearnerView view;
    private final TopicNames topics;
    private final Map<String, Object> client;
    private final int partitions;
    private final SharedCheckpoints checkpoints;
    private volatile String address = "";
    private volatile Supplier<Optional<Trouble>> cluster = Optional::empty;
    private volatile @Nullable KafkaStreams streams;

    /**
     * Of a stream that is still to be made.
     *
     * @param client properties of the connection
     */
    ServedLearner(LearnerView view, Map<String, Object> client, int partitions) {
        this.view = view;
        topics = view.spec().topics();
        this.client = new HashMap<>(client);
        this.partitions = partitions;
        checkpoints = new SharedCheckpoints(this.client, topics.checkpoints());
    }

    /**
     * It is this stream.
     *
     * @param here how other instances reach this one
     * @param watched what ails its cluster, if anything does
     */
    void runs(KafkaStreams now, String here, Supplier<Optional<Trouble>> watched) {
        address = here;
        cluster = watched;
        streams = now;
    }

    @Override
    public Optional<String> notReady() {
        KafkaStreams now = streams;
        if (now == null) {
            return Optional.of("the stream is being started");
        }
        KafkaStreams.State state = now.state();
        Optional<String> away = brokersAway().map(Trouble::what);
        return switch (state) {
            case RUNNING -> away;
            case CREATED -> Optional.of("the stream is being started");
            case REBALANCING -> away.or(() -> Optional.of("partitions are being assigned, and their state restored"));
            default -> Optional.of("the stream is " + state);
        };
    }

    @Override
    public Optional<Trouble> brokersAway() {
        return cluster.get();
    }

    @Override
    public String streamState() {
        KafkaStreams now = streams;
        return now == null ? "CREATED" : now.state().name();
    }

    @Override
    public Map<String, Long> lag() {
        KafkaStreams now = streams;
        return now == null ? Map.of() : StreamMeters.lag(now, view);
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public Optional<String> instance(int partition) {
        KafkaStreams now = streams;
        if (now == null || now.state() != KafkaStreams.State.RUNNING) {
            return Optional.empty();
        }
        return instances(now).stream()
                .filter(each -> each.topicPartitions().stream()
                        .anyMatch(of -> of.topic().equals(topics.events()) && of.partition() == partition))
                .map(each -> each.host() + ":" + each.port())
                .filter(each -> !each.equals(address))
                .findFirst();
    }

    private static Collection<StreamsMetadata> instances(KafkaStreams streams) {
        try {
            return streams.metadataForAllStreamsClients();
        } catch (IllegalStateException e) {
            return List.of(); // it ends meanwhile
        }
    }

    @Override
    public boolean isNotAdvertised(int partition) {
        KafkaStreams now = streams;
        if (now == null || now.state() != KafkaStreams.State.RUNNING) {
            return false;
        }
        TopicPartition events = new TopicPartition(topics.events(), partition);
        // Of instances of the same address Kafka Streams knows one only.
        return instance(partition).isEmpty()
                && now.metadataForLocalThreads().stream()
                        .flatMap(thread -> thread.activeTasks().stream())
                        .noneMatch(task -> task.topicPartitions().contains(events));
    }

    @Override
    public CompletableFuture<List<StoredCheckpoint>> checkpoints() {
        return checkpoints.now();
    }

    @Override
    public Map<Integer, CommandAnswer> command(
            BiFunction<String, Integer, Command> commands, @Nullable Integer replica) {
        try (Commander commander = new Commander(client, topics, PATIENCE)) {
            String id = UUID.randomUUID().toString();
            Map<Integer, Command> byReplica = new TreeMap<>();
            List<Integer> meant = new ArrayList<>();
            if (replica != null) {
                meant.add(replica);
            } else {
                for (int each = 0; each < partitions; each++) {
                    meant.add(each);
                }
            }
            meant.forEach(each -> byReplica.put(each, commands.apply(id, each)));
            return send(commander, byReplica);
        }
    }

    private static Map<Integer, CommandAnswer> send(Commander commander, Map<Integer, Command> byReplica) {
        try {
            return commander.send(byReplica, ANSWERS);
        } catch (KafkaException e) {
            throw new UndeliveredCommandException(commander.hasSent(), e);
        }
    }

    @Override
    public void close() {
        checkpoints.close();
    }
}

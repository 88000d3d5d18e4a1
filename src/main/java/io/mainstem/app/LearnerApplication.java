package io.mainstem.app;

import io.mainstem.observe.LearnerView;
import io.mainstem.serve.ServeSettings;
import io.mainstem.stream.LateCommit;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A learner running against a cluster as a program of its own. */
final class LearnerApplication implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LearnerApplication.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration HOPELESS_CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final KafkaStreams streams;
    private final LateCommits lateCommits = new LateCommits();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final LearnerView view;
    private final ClusterWatch cluster;
    private final @Nullable Serving serving;
    private volatile @Nullable Throwable failure;
    private volatile Duration closeTimeout = CLOSE_TIMEOUT;

    /**
     * Not started yet.
     *
     * @param applicationId names the consumer group and the changelog: the same id goes on where it was
     * @param client properties of the connection
     * @param partitions of the events topic
     */
    LearnerApplication(
            LearnerTopology topology,
            String applicationId,
            Map<String, Object> client,
            Path stateDirectory,
            int threads,
            int partitions) {
        this(topology, applicationId, client, stateDirectory, threads, partitions, null, null);
    }

    /**
     * The same, served over HTTP from now on.
     *
     * @param serve where; null for not at all
     * @param advertised how other instances reach this one; null for where it listens
     */
    LearnerApplication(
            LearnerTopology topology,
            String applicationId,
            Map<String, Object> client,
            Path stateDirectory,
            int threads,
            int partitions,
            @Nullable ServeSettings serve,
            @Nullable String advertised) {
        view = new LearnerView(topology.spec());
        serving = serve == null ? null : new Serving(serve, advertised, view, applicationId, client, partitions);
        LearnerTopology watched = topology.watchedBy(view);
        LearnerTopology learner = serving == null ? watched : watched.servedBy(serving.models());
        try {
            streams = streams(learner, applicationId, client, stateDirectory, threads, partitions);
        } catch (RuntimeException e) {
            if (serving != null) {
                serving.close();
            }
            throw e;
        }
        cluster = new ClusterWatch(client, topology.spec().topics(), changelogs(learner, applicationId));
        if (serving != null) {
            serving.runs(streams, cluster);
        }
    }

    private static List<String> changelogs(LearnerTopology learner, String applicationId) {
        return Stream.concat(
                        Stream.of(learner.changelog(applicationId)), learner.waitingChangelog(applicationId).stream())
                .toList();
    }

    private KafkaStreams streams(
            LearnerTopology learner,
            String applicationId,
            Map<String, Object> client,
            Path stateDirectory,
            int threads,
            int partitions) {
        Map<String, Object> ours = new TreeMap<>(learner.settings(threads, partitions));
        ours.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, InstanceId.of(stateDirectory.resolve(applicationId)));
        if (serving != null) {
            ours.put(StreamsConfig.APPLICATION_SERVER_CONFIG, serving.advertised());
        }
        Properties settings = UserSettings.over(ours, client);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        KafkaStreams made = new KafkaStreams(learner.addTo(new Topology()), settings);
        made.setUncaughtExceptionHandler(e -> {
            if (LateCommit.is(e)) {
                boolean committed = LateCommits.committed(Thread.currentThread().getName(), made.metrics());
                if (lateCommits.worthAnother(committed)) {
                    log.warn(
                            "The brokers had given up a transaction before its commit came: it is done again. {}",
                            LateCommits.HELP);
                    return StreamThreadExceptionResponse.REPLACE_THREAD;
                }
                failure = new CommandFailedException(
                        "the brokers gave up " + LateCommits.TOO_MANY
                                + " transactions in a row before their commits came; what they held is not lost. "
                                + LateCommits.HELP,
                        e);
            } else {
                failure = e;
            }
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        made.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
            if (now == KafkaStreams.State.NOT_RUNNING || now == KafkaStreams.State.ERROR) {
                stopped.countDown();
            }
        });
        return made;
    }

    void start() {
        streams.start();
    }

    /** Whether it took up its work, within the time. */
    boolean awaitRunning(Duration time) throws InterruptedException {
        return running.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether it stopped, or failed, within the time. */
    boolean awaitStop(Duration time) throws InterruptedException {
        return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it failed of, if it did, with all of its causes. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** The newest status of each partition's learner in this instance, by partition. */
    List<LearnerStatus> status() {
        return view.all();
    }

    /** Where it is served over HTTP, {@code host:port}; empty where it is not. */
    Optional<String> address() {
        return Optional.ofNullable(serving).map(Serving::address);
    }

    /** Why it cannot go on with its cluster, if it cannot. */
    Optional<String> hopeless() {
        return cluster.hopeless();
    }

    /** The cluster will not take what is not committed yet: {@link #close} need not wait for it. */
    void giveUp() {
        closeTimeout = HOPELESS_CLOSE_TIMEOUT;
    }

    /** Commits what is done and leaves the group, so that a next start need not wait for a session to time out. */
    @Override
    public void close() {
        cluster.close();
        streams.close(
                CloseOptions.timeout(closeTimeout).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        stopped.countDown();
        if (serving != null) {
            serving.close();
        }
    }
}

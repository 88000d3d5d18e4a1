package io.mainstem.app;

import io.mainstem.serve.Host;
import io.mainstem.spec.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether the cluster is as a running learner needs it, and says so in one line when it is not and in
 * one when it is again. Kafka's clients try again by themselves, and either say nothing or warn of every attempt.
 *
 * <p>Brokers that do not answer, or have no leader for a partition, are waited for. There is no hope for a topic that was
 * deleted, or when events have got other partitions than there are states: Kafka's clients would try for minutes.
 */
final class ClusterWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final int ANSWER_SECONDS = 5;

    /** A broker that has just started may not know all topics yet, and somebody may be about to grow two of them. */
    private static final int LOOKS_UNTIL_HOPELESS = 3;

    private final Admin admin;
    private final String bootstrap;
    private final String events;
    private final List<String> changelogs;
    private final List<String> topics;
    private final Thread thread = new Thread(this::run, "cluster-watch");
    private volatile Host.@Nullable Trouble trouble;
    private long troubledSince;
    private final Set<String> changelogsSeen = new HashSet<>();
    private @Nullable String doubt;
    private int doubted;
    private volatile @Nullable String hopeless;

    /**
     * Starts looking.
     *
     * @param client properties of the connection
     * @param changelogs of the learner, which may be made only after a while
     */
    ClusterWatch(Map<String, Object> client, TopicNames names, List<String> changelogs) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_SECONDS * 1000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_SECONDS * 1000);
        this.admin = Admin.create(settings);
        this.bootstrap = String.valueOf(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        this.events = names.events();
        this.changelogs = List.copyOf(changelogs);
        List<String> all = new ArrayList<>(List.of(
                events,
                names.labels(),
                names.control(),
                names.predictions(),
                names.metrics(),
                names.checkpoints(),
                names.deadLetters()));
        all.addAll(changelogs);
        this.topics = List.copyOf(all);
        thread.setDaemon(true);
        thread.start();
    }

    /** Why the learner cannot go on, if it cannot. */
    Optional<String> hopeless() {
        return Optional.ofNullable(hopeless);
    }

    /** What is being waited for, if anything is. */
    Optional<Host.Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void run() {
        try {
            while (hopeless == null) {
                Thread.sleep(INTERVAL.toMillis());
                look();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void look() throws InterruptedException {
        Map<String, TopicDescription> found = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
                admin.describeTopics(topics).topicNameValues().entrySet()) {
            String topic = answer.getKey();
            try {
                found.put(topic, answer.getValue().get(ANSWER_SECONDS, TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                troubled(noAnswer());
                return;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    if (!changelogs.contains(topic) || changelogsSeen.contains(topic)) {
                        doubt("topic " + topic + " was deleted while the learner ran: 'mainstem topics apply' makes it"
                                + " again, without what it held");
                        return;
                    }
                } else if (e.getCause() instanceof RetriableException) {
                    troubled(noAnswer());
                    return;
                }
                // What else there is, such as rights that were taken away, the learner meets itself.
            }
        }
        if (found.isEmpty()) {
            return; // nothing is known: no right to look, or closed meanwhile
        }
        changelogs.stream().filter(found::containsKey).forEach(changelogsSeen::add);
        Optional<String> mismatch = mismatch(found);
        if (mismatch.isPresent()) {
            doubt(mismatch.get());
            return;
        }
        doubt = null;
        leaderless(found.values()).ifPresentOrElse(this::troubled, this::well);
    }

    private String noAnswer() {
        return "the brokers at " + bootstrap + " do not answer";
    }

    private Optional<String> mismatch(Map<String, TopicDescription> found) {
        TopicDescription taken = found.get(events);
        if (taken == null) {
            return Optional.empty();
        }
        return changelogs.stream()
                .map(found::get)
                .filter(state -> state != null
                        && state.partitions().size() != taken.partitions().size())
                .findFirst()
                .map(state -> PartitionMismatch.line(
                        events,
                        taken.partitions().size(),
                        state.name(),
                        state.partitions().size()));
    }

    private static Optional<String> leaderless(Collection<TopicDescription> topics) {
        return topics.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .filter(partition -> partition.leader() == null)
                        .map(partition -> "partition " + partition.partition() + " of topic " + topic.name()
                                + " has no leader, as its brokers are away or their disks failed"))
                .findFirst();
    }

    private void doubt(String what) {
        doubted = what.equals(doubt) ? doubted + 1 : 1;
        doubt = what;
        if (doubted == LOOKS_UNTIL_HOPELESS) {
            hopeless = what;
        }
    }

    private void troubled(String what) {
        Host.Trouble before = trouble;
        if (before == null) {
            troubledSince = System.nanoTime();
            LOG.warn("{}: waiting; what is not committed is done again afterwards", what);
        }
        trouble = new Host.Trouble(what, before == null ? System.currentTimeMillis() : before.since());
    }

    private void well() {
        if (trouble != null) {
            LOG.info(
                    "the brokers at {} are well again after {} s",
                    bootstrap,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - troubledSince));
        }
        trouble = null;
    }

    @Override
    public void close() {
        thread.interrupt();
        admin.close(Duration.ZERO);
    }
}

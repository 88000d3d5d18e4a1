package io.mainstem.stream.topics;

import io.mainstem.spec.TopicNames;
import io.mainstem.stream.topics.TopicDifference.Config;
import io.mainstem.stream.topics.TopicDifference.Missing;
import io.mainstem.stream.topics.TopicDifference.Partitions;
import io.mainstem.stream.topics.TopicDifference.Replication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Compares the topics of a cluster with their manifests, and makes them so. Configurations that a manifest does not
 * name are left alone. Throws what Kafka's admin client throws, whose timeouts bound every call, and
 * {@link DeniedException}.
 */
public final class TopicAdmin {

    private static final int PATIENCE_SECONDS = 10;
    private static final int POLL_MILLIS = 20;

    private final Admin admin;

    /** Uses a client that stays its owner's to close. */
    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /**
     * What {@link #apply} did.
     *
     * @param actions in one line each
     * @param left differences that it must not or cannot remove
     */
    public record Outcome(List<String> actions, List<TopicDifference> left) {
        public Outcome {
            actions = List.copyOf(actions);
            left = List.copyOf(left);
        }
    }

    /** Where the topics are not as the manifests say, manifest by manifest; empty where all is well. */
    public List<TopicDifference> diff(Collection<TopicManifest> manifests, TopicNames names) {
        return manifests.stream()
                .flatMap(manifest -> differences(manifest, manifest.nameIn(names)).stream())
                .toList();
    }

    /**
     * Creates what is missing, sets configurations that differ, and adds partitions where a topic
     * {@linkplain TopicManifest#growable() may grow}. Partitions are never taken away and copies never moved. Returns when
     * the brokers show what was done, or after {@value #PATIENCE_SECONDS} seconds with what they do not show in
     * {@link Outcome#left}.
     */
    public Outcome apply(Collection<TopicManifest> manifests, TopicNames names) {
        List<String> actions = new ArrayList<>();
        List<TopicDifference> left = new ArrayList<>();
        for (TopicManifest manifest : manifests) {
            for (TopicDifference difference : differences(manifest, manifest.nameIn(names))) {
                remove(difference, manifest).ifPresentOrElse(actions::add, () -> left.add(difference));
            }
        }
        return new Outcome(actions, actions.isEmpty() ? left : awaitOnly(left, manifests, names));
    }

    /** Brokers answer from their own copy of the metadata, which follows the controller's a moment later. */
    private List<TopicDifference> awaitOnly(
            List<TopicDifference> left, Collection<TopicManifest> manifests, TopicNames names) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        List<TopicDifference> seen = diff(manifests, names);
        while (!left.containsAll(seen) && System.nanoTime() < deadline) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
            seen = diff(manifests, names);
        }
        return seen;
    }

    private Optional<String> remove(TopicDifference difference, TopicManifest manifest) {
        String topic = difference.topic();
        if (difference instanceof Missing) {
            return create(topic, manifest);
        }
        if (difference instanceof Config config && config.actual() != null) {
            AlterConfigOp set =
                    new AlterConfigOp(new ConfigEntry(config.key(), config.expected()), AlterConfigOp.OpType.SET);
            await(
                    admin.incrementalAlterConfigs(Map.of(resource(topic), List.of(set)))
                            .all(),
                    Denial.onTopic("AlterConfigs", topic));
            return Optional.of(
                    "%s: set %s=%s, was %s".formatted(topic, config.key(), config.expected(), config.actual()));
        }
        if (difference instanceof Partitions partitions
                && partitions.expected() > partitions.actual()
                && manifest.growable()) {
            await(
                    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions.expected())))
                            .all(),
                    Denial.onTopic("Alter", topic));
            return Optional.of(
                    "%s: grown from %d to %d partitions".formatted(topic, partitions.actual(), partitions.expected()));
        }
        return Optional.empty();
    }

    private Optional<String> create(String topic, TopicManifest manifest) {
        NewTopic wanted = new NewTopic(topic, manifest.partitions(), (short) manifest.replication());
        try {
            await(
                    admin.createTopics(List.of(wanted.configs(manifest.configs())))
                            .all(),
                    Denial.onTopic("Create", topic));
        } catch (TopicExistsException e) {
            // Somebody else was faster: two instances that start together both do this.
            return Optional.of(topic + ": created by somebody else meanwhile");
        }
        return Optional.of("%s: created, %d partition%s"
                .formatted(topic, manifest.partitions(), manifest.partitions() == 1 ? "" : "s"));
    }

    private List<TopicDifference> differences(TopicManifest manifest, String topic) {
        Optional<TopicDescription> found = describe(topic);
        if (found.isEmpty()) {
            return List.of(new Missing(topic));
        }
        List<TopicDifference> differences = new ArrayList<>();
        int partitions = found.get().partitions().size();
        if (partitions != manifest.partitions()) {
            differences.add(new Partitions(topic, manifest.partitions(), partitions));
        }
        if (manifest.replication() != TopicManifest.BROKER_DEFAULT) {
            found.get().partitions().stream()
                    .mapToInt(partition -> partition.replicas().size())
                    .filter(copies -> copies != manifest.replication())
                    .findFirst()
                    .ifPresent(copies -> differences.add(new Replication(topic, manifest.replication(), copies)));
        }
        Map<String, @Nullable String> actual = configs(topic);
        manifest.configs().forEach((key, expected) -> {
            @Nullable String value = actual.get(key);
            if (value == null || !same(expected, value)) {
                differences.add(new Config(topic, key, expected, value));
            }
        });
        return differences;
    }

    /** Lists, such as that of cleanup.policy, come back in Kafka's own order. */
    private static boolean same(String expected, String actual) {
        return expected.equals(actual) || items(expected).equals(items(actual));
    }

    private static Set<String> items(String list) {
        return new TreeSet<>(Arrays.asList(list.split("\\s*,\\s*")));
    }

    private Optional<TopicDescription> describe(String topic) {
        try {
            return await(admin.describeTopics(List.of(topic)).allTopicNames(), Denial.onTopic("Describe", topic))
                    .values()
                    .stream()
                    .findFirst();
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }

    private Map<String, @Nullable String> configs(String topic) {
        Map<String, @Nullable String> values = new HashMap<>();
        await(admin.describeConfigs(List.of(resource(topic))).all(), Denial.onTopic("DescribeConfigs", topic))
                .values()
                .forEach(config -> config.entries().forEach(entry -> values.put(entry.name(), entry.value())));
        return values;
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static <T> T await(KafkaFuture<T> future, Denial ifDenied) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException denied) {
                throw new DeniedException(ifDenied, denied);
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}

package io.mainstem.stream.topics;

import io.mainstem.spec.TopicNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a topic must be. The manifests ship with the program, one a file; they also hold the schema of the topic's
 * values, which is for readers and tests and not read here.
 *
 * @param name of the manifest, and of the topic where the user gives no other
 * @param partitions at least 1
 * @param replication copies of each partition, or {@link #BROKER_DEFAULT}
 * @param configs topic configurations by Kafka's names, in their order
 */
public record TopicManifest(
        String name, String description, int partitions, int replication, Map<String, String> configs) {

    /** Leaves the number of copies to the brokers. */
    public static final int BROKER_DEFAULT = -1;

    public static final String EVENTS = "events";
    public static final String LABELS = "labels";
    public static final String CONTROL = "control";
    public static final String PREDICTIONS = "predictions";
    public static final String METRICS = "metrics";
    public static final String CHECKPOINTS = "checkpoints";
    public static final String DEAD_LETTERS = "dead-letters";

    private static final List<String> ALL =
            List.of(EVENTS, LABELS, CONTROL, PREDICTIONS, METRICS, CHECKPOINTS, DEAD_LETTERS);

    private static final Set<String> SOURCES = Set.of(EVENTS, LABELS, CONTROL);

    /** As Kafka allows it. */
    public static final int MAX_REPLICATION = Short.MAX_VALUE;

    public TopicManifest {
        if (partitions < 1) {
            throw new IllegalArgumentException(name + ": partitions must be at least 1, not " + partitions);
        }
        if (replication != BROKER_DEFAULT && (replication < 1 || replication > MAX_REPLICATION)) {
            throw new IllegalArgumentException(name + ": replication must be 1 to " + MAX_REPLICATION
                    + " or -1 for the broker's, not " + replication);
        }
        configs = Collections.unmodifiableMap(new TreeMap<>(configs));
    }

    /** All that ship with the program, in the order in which an event meets them. */
    public static List<TopicManifest> all() {
        return ALL.stream().map(TopicManifest::load).toList();
    }

    public TopicManifest withPartitions(int number) {
        return new TopicManifest(name, description, number, replication, configs);
    }

    public TopicManifest withReplication(int copies) {
        return new TopicManifest(name, description, partitions, copies, configs);
    }

    /** The topic's name on the user's cluster. */
    public String nameIn(TopicNames names) {
        return switch (name) {
            case EVENTS -> names.events();
            case LABELS -> names.labels();
            case CONTROL -> names.control();
            case PREDICTIONS -> names.predictions();
            case METRICS -> names.metrics();
            case CHECKPOINTS -> names.checkpoints();
            case DEAD_LETTERS -> names.deadLetters();
            default -> name;
        };
    }

    /**
     * Whether the learner reads the topic: those all have the same number of partitions, as one replica of it takes the
     * same partition of each.
     */
    public boolean isSource() {
        return SOURCES.contains(name);
    }

    /**
     * Whether a topic that is in use may be given more partitions. Events may not, nor may labels and control: their ids would move to other
     * partitions, and so to learners that do not know them, and the learners' changelog has a partition for each.
     * Checkpoints may not: a version's chunks follow each other in one partition.
     */
    public boolean growable() {
        return !isSource() && !name.equals(CHECKPOINTS);
    }

    private static TopicManifest load(String name) {
        String resource = "/io/mainstem/topics/" + name + ".yaml";
        try (InputStream yaml = TopicManifest.class.getResourceAsStream(resource)) {
            if (yaml == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            LoadSettings settings = LoadSettings.builder().setLabel(resource).build();
            return of((Map<?, ?>) new Load(settings).loadFromInputStream(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static TopicManifest of(Map<?, ?> yaml) {
        return new TopicManifest(
                (String) required(yaml, "name"),
                (String) required(yaml, "description"),
                (Integer) required(yaml, "partitions"),
                yaml.get("replication") instanceof Integer copies ? copies : BROKER_DEFAULT,
                configs((Map<?, ?>) required(yaml, "configs")));
    }

    private static Object required(Map<?, ?> yaml, String key) {
        @Nullable Object value = yaml.get(key);
        return Objects.requireNonNull(value, () -> "a topic manifest without " + key);
    }

    private static Map<String, String> configs(Map<?, ?> yaml) {
        return yaml.entrySet().stream()
                .collect(Collectors.toMap(e -> String.valueOf(e.getKey()), e -> String.valueOf(e.getValue())));
    }
}

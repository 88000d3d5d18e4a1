package io.mainstem.stream.topics;

import org.jspecify.annotations.Nullable;

/** Where a topic on the cluster is not what its manifest says. */
public sealed interface TopicDifference {

    /** The topic's name on the cluster. */
    String topic();

    /** The difference in one line. */
    String describe();

    /** The topic is not there. */
    record Missing(String topic) implements TopicDifference {
        @Override
        public String describe() {
            return topic + ": missing";
        }
    }

    /** The topic has more partitions or fewer. */
    record Partitions(String topic, int expected, int actual) implements TopicDifference {
        @Override
        public String describe() {
            return "%s: partitions should be %d, are %d".formatted(topic, expected, actual);
        }
    }

    /** Some partition has more copies or fewer. */
    record Replication(String topic, int expected, int actual) implements TopicDifference {
        @Override
        public String describe() {
            return "%s: replication should be %d, is %d".formatted(topic, expected, actual);
        }
    }

    /**
     * A configuration has another value.
     *
     * @param actual null where the cluster does not know the key
     */
    record Config(String topic, String key, String expected, @Nullable String actual) implements TopicDifference {
        @Override
        public String describe() {
            return actual == null
                    ? "%s: %s should be %s, but the brokers do not know it".formatted(topic, key, expected)
                    : "%s: %s should be %s, is %s".formatted(topic, key, expected, actual);
        }
    }
}

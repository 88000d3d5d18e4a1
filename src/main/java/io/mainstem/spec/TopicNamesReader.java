package io.mainstem.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the names of the topics. */
final class TopicNamesReader {

    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private final Fields fields;
    private final Map<String, String> keyByName = new LinkedHashMap<>();

    private TopicNamesReader(Fields fields) {
        this.fields = fields;
    }

    static TopicNames read(Fields fields) {
        TopicNamesReader reader = new TopicNamesReader(fields);
        TopicNames defaults = TopicNames.defaults();
        return new TopicNames(
                reader.name("events", defaults.events()),
                reader.name("labels", defaults.labels()),
                reader.name("control", defaults.control()),
                reader.name("predictions", defaults.predictions()),
                reader.name("metrics", defaults.metrics()),
                reader.name("checkpoints", defaults.checkpoints()),
                reader.name("deadLetters", defaults.deadLetters()));
    }

    private String name(String key, String fallback) {
        String name = fields.optional(key)
                .flatMap(value -> value.text(
                        TOPIC, "a topic's name of at most 249 letters, digits, dots, underscores and hyphens"))
                .orElse(fallback);
        // Kafka itself refuses names that differ in nothing else: its metrics cannot tell them apart.
        String earlier = keyByName.putIfAbsent(name.replace('.', '_'), key);
        if (earlier != null) {
            fields.optional(key)
                    .or(() -> fields.optional(earlier))
                    .ifPresent(value -> value.problem(
                            "needs names of their own for %s and %s, \".\" and \"_\" counting as the same, found %s"
                                    .formatted(earlier, key, Quoted.of(name))));
        }
        return name;
    }
}

package io.mainstem.app;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of Kafka Streams where the user's have their way over ours, whichever client they are addressed to. */
final class UserSettings {

    /** Streams prefers a setting with one of these to the same without. */
    private static final List<String> PREFIXES = List.of(
            StreamsConfig.MAIN_CONSUMER_PREFIX,
            StreamsConfig.RESTORE_CONSUMER_PREFIX,
            StreamsConfig.GLOBAL_CONSUMER_PREFIX,
            StreamsConfig.CONSUMER_PREFIX,
            StreamsConfig.PRODUCER_PREFIX,
            StreamsConfig.ADMIN_CLIENT_PREFIX);

    private UserSettings() {}

    /** Ours, but for those that the user gives with or without a prefix, and the user's. */
    static Properties over(Map<String, Object> ours, Map<String, Object> users) {
        List<String> given = users.keySet().stream().map(UserSettings::bare).toList();
        Properties settings = new Properties();
        ours.forEach((name, value) -> {
            if (!given.contains(bare(name))) {
                settings.put(name, value);
            }
        });
        settings.putAll(users);
        return settings;
    }

    private static String bare(String name) {
        return PREFIXES.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
    }
}

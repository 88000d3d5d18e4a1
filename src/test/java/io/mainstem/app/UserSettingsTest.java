package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UserSettingsTest {

    private static final Map<String, Object> OURS =
            Map.of("main.consumer.session.timeout.ms", 10_000, "group.instance.id", "ours", "commit.interval.ms", 100);

    @Test
    void oursStandWhereTheUserSaysNothing() {
        assertThat(UserSettings.over(OURS, Map.of("bootstrap.servers", "kafka:9092")))
                .containsAllEntriesOf(OURS)
                .containsEntry("bootstrap.servers", "kafka:9092");
    }

    @Test
    void theUsersStandWithWhateverPrefixTheyComeOrWithout() {
        assertThat(UserSettings.over(
                        OURS, Map.of("session.timeout.ms", "6000", "main.consumer.group.instance.id", "users")))
                .containsOnly(
                        Map.entry("session.timeout.ms", "6000"),
                        Map.entry("main.consumer.group.instance.id", "users"),
                        Map.entry("commit.interval.ms", 100));
    }
}

package io.mainstem.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstem.spec.TopicNames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicManifestTest {

    @Test
    void allShipWithTheProgram() {
        assertThat(TopicManifest.all())
                .extracting(TopicManifest::name)
                .containsExactly(
                        "events", "labels", "control", "predictions", "metrics", "checkpoints", "dead-letters");
        assertThat(TopicManifest.all()).allSatisfy(manifest -> {
            assertThat(manifest.description()).isNotBlank();
            assertThat(manifest.configs()).containsEntry("message.timestamp.type", "LogAppendTime");
        });
    }

    @Test
    void goesByTheUsersName() {
        TopicNames names = new TopicNames("e", "l", "k", "p", "m", "c", "d");
        assertThat(TopicManifest.all())
                .extracting(manifest -> manifest.nameIn(names))
                .containsExactly("e", "l", "k", "p", "m", "c", "d");
        assertThat(TopicManifest.all()).allSatisfy(manifest -> assertThat(manifest.nameIn(TopicNames.defaults()))
                .isEqualTo(manifest.name()));
    }

    @Test
    void growsOnlyWhereKeysMayMove() {
        assertThat(TopicManifest.all().stream().filter(TopicManifest::growable).map(TopicManifest::name))
                .containsExactly("predictions", "metrics", "dead-letters");
    }

    @Test
    void isSizedByCopies() {
        TopicManifest events = TopicManifest.all().get(0);
        TopicManifest sized = events.withPartitions(6).withReplication(3);
        assertThat(sized.partitions()).isEqualTo(6);
        assertThat(sized.replication()).isEqualTo(3);
        assertThat(sized.configs()).isEqualTo(events.configs());
        assertThat(events.partitions()).isEqualTo(1);
    }

    @Test
    void refusesSizesThatKafkaHasNot() {
        for (int partitions : List.of(0, -1)) {
            assertThatThrownBy(() -> new TopicManifest("t", "", partitions, 1, Map.of()))
                    .hasMessage("t: partitions must be at least 1, not " + partitions);
        }
        for (int replication : List.of(0, -2, 32_768)) {
            assertThatThrownBy(() -> new TopicManifest("t", "", 1, replication, Map.of()))
                    .hasMessageStartingWith("t: replication must be 1 to 32767 or -1");
        }
    }
}

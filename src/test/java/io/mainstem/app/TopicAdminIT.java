package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.spec.TopicNames;
import io.mainstem.stream.topics.TopicAdmin;
import io.mainstem.stream.topics.TopicAdmin.Outcome;
import io.mainstem.stream.topics.TopicDifference;
import io.mainstem.stream.topics.TopicManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Topics made and checked on a real broker; here and not beside its class, as the broker belongs to the app. */
@TestInstance(Lifecycle.PER_CLASS)
class TopicAdminIT {

    private static final TopicNames NAMES = TopicNames.defaults();
    private static final List<TopicManifest> MANIFESTS = TopicManifest.all();

    @SuppressWarnings("NullAway.Init") // before all tests
    private EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init") // before all tests
    private Admin admin;

    @BeforeAll
    void start() {
        broker = EmbeddedBroker.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterEach
    void deleteTopics() throws Exception {
        admin.deleteTopics(admin.listTopics().names().get()).all().get();
        while (!admin.listTopics().names().get().isEmpty()) {
            Thread.sleep(10);
        }
    }

    @AfterAll
    void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void appliesToAnEmptyClusterOnceAndForAll() throws Exception {
        TopicAdmin topics = new TopicAdmin(admin);
        assertThat(topics.diff(MANIFESTS, NAMES))
                .containsExactlyElementsOf(MANIFESTS.stream()
                        .map(m -> (TopicDifference) new TopicDifference.Missing(m.name()))
                        .toList());

        Outcome first = topics.apply(MANIFESTS, NAMES);
        assertThat(first.actions()).hasSize(7).first().isEqualTo("events: created, 1 partition");
        assertThat(first.left()).isEmpty();
        assertThat(topics.diff(MANIFESTS, NAMES)).isEmpty();
        assertThat(config("events", "max.message.bytes")).isEqualTo("8388608");

        Outcome again = topics.apply(MANIFESTS, NAMES);
        assertThat(again.actions()).isEmpty();
        assertThat(again.left()).isEmpty();
    }

    @Test
    void putsADriftedConfigurationRightAndLeavesOthersAlone() throws Exception {
        TopicAdmin topics = new TopicAdmin(admin);
        topics.apply(MANIFESTS, NAMES);
        set("events", "max.message.bytes", "1000");
        set("events", "segment.bytes", "2000000");

        assertThat(topics.diff(MANIFESTS, NAMES))
                .extracting(TopicDifference::describe)
                .containsExactly("events: max.message.bytes should be 8388608, is 1000");
        assertThat(topics.apply(MANIFESTS, NAMES).actions())
                .containsExactly("events: set max.message.bytes=8388608, was 1000");
        assertThat(topics.diff(MANIFESTS, NAMES)).isEmpty();
        assertThat(config("events", "segment.bytes")).isEqualTo("2000000");
    }

    @Test
    void listsCompareInAnyOrder() throws Exception {
        TopicManifest both = new TopicManifest("both", "", 1, 1, Map.of("cleanup.policy", "delete, compact"));
        TopicAdmin topics = new TopicAdmin(admin);
        topics.apply(List.of(new TopicManifest("both", "", 1, 1, Map.of("cleanup.policy", "compact,delete"))), NAMES);
        assertThat(topics.diff(List.of(both), NAMES)).isEmpty();
        set("both", "cleanup.policy", "compact");
        assertThat(topics.diff(List.of(both), NAMES)).hasSize(1);
    }

    @Test
    void growsWhereThatIsSafeAndNeverShrinks() throws Exception {
        TopicAdmin topics = new TopicAdmin(admin);
        topics.apply(MANIFESTS, NAMES);
        List<TopicManifest> wider =
                MANIFESTS.stream().map(m -> m.withPartitions(3)).toList();

        Outcome grown = topics.apply(wider, NAMES);
        assertThat(grown.actions())
                .containsExactly(
                        "predictions: grown from 1 to 3 partitions",
                        "metrics: grown from 1 to 3 partitions",
                        "dead-letters: grown from 1 to 3 partitions");
        assertThat(grown.left())
                .containsExactly(
                        new TopicDifference.Partitions("events", 3, 1),
                        new TopicDifference.Partitions("labels", 3, 1),
                        new TopicDifference.Partitions("control", 3, 1),
                        new TopicDifference.Partitions("checkpoints", 3, 1));

        Outcome shrunk = topics.apply(MANIFESTS, NAMES);
        assertThat(shrunk.actions()).isEmpty();
        assertThat(shrunk.left()).contains(new TopicDifference.Partitions("predictions", 1, 3));
        assertThat(admin.describeTopics(List.of("predictions"))
                        .allTopicNames()
                        .get()
                        .values())
                .singleElement()
                .satisfies(topic -> assertThat(topic.partitions()).hasSize(3));
    }

    @Test
    void reportsAnotherReplication() {
        TopicAdmin topics = new TopicAdmin(admin);
        topics.apply(MANIFESTS, NAMES);
        List<TopicManifest> copied = List.of(MANIFESTS.get(0).withReplication(2));
        assertThat(topics.apply(copied, NAMES).left())
                .extracting(TopicDifference::describe)
                .containsExactly("events: replication should be 2, is 1");
    }

    @Test
    void aConfigurationThatTheBrokersDoNotKnowIsLeft() {
        TopicAdmin topics = new TopicAdmin(admin);
        topics.apply(List.of(new TopicManifest("t", "", 1, 1, Map.of())), NAMES);
        TopicManifest odd = new TopicManifest("t", "", 1, 1, Map.of("no.such.key", "1"));
        assertThat(topics.apply(List.of(odd), NAMES).left())
                .extracting(TopicDifference::describe)
                .containsExactly("t: no.such.key should be 1, but the brokers do not know it");
    }

    @Test
    void theCommandsSayWhatTheyDoByTheUsersNames(@TempDir Path folder) throws Exception {
        String config = learnerFile(folder);
        CommandLineRun before = run("diff", config);
        assertThat(before.exitCode()).isEqualTo(1);
        assertThat(before.err()).isEmpty();
        assertThat(before.outLines())
                .containsExactly(
                        "strikes: missing",
                        "labels: missing",
                        "control: missing",
                        "predictions: missing",
                        "metrics: missing",
                        "checkpoints: missing",
                        "dead-letters: missing");

        CommandLineRun apply = run("apply", config, "--partitions", "2", "--replication", "1");
        assertThat(apply.err()).isEmpty();
        assertThat(apply.exitCode()).isZero();
        assertThat(apply.outLines())
                .containsExactly(
                        "strikes: created, 2 partitions",
                        "labels: created, 2 partitions",
                        "control: created, 2 partitions",
                        "predictions: created, 2 partitions",
                        "metrics: created, 1 partition",
                        "checkpoints: created, 1 partition",
                        "dead-letters: created, 1 partition");

        CommandLineRun diff = run("diff", config, "--partitions", "2");
        assertThat(diff.exitCode()).isZero();
        assertThat(diff.outLines()).containsExactly("all topics are as they should be");

        CommandLineRun wider = run("apply", config, "--partitions", "3");
        assertThat(wider.exitCode()).isEqualTo(1);
        assertThat(wider.outLines())
                .containsExactly(
                        "predictions: grown from 2 to 3 partitions",
                        "strikes: partitions should be 3, are 2; left as it is",
                        "labels: partitions should be 3, are 2; left as it is",
                        "control: partitions should be 3, are 2; left as it is");
        assertThat(wider.err()).hasLineCount(1).startsWith("mainstem: not all could be applied");
    }

    private CommandLineRun run(String command, String config, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("topics", command, "--bootstrap", broker.bootstrapServers(), "--config", config));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    private static String learnerFile(Path folder) throws IOException {
        Path file = folder.resolve("learner.yaml");
        Files.writeString(
                file,
                "name: n\nfeatures: {a: {type: number}}\ntasks: {t: {type: binary}}\ntopics: {events: strikes}\n");
        return file.toString();
    }

    private void set(String topic, String key, String value) throws Exception {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource(topic), List.of(set)))
                .all()
                .get();
        while (!config(topic, key).equals(value)) {
            Thread.sleep(10);
        }
    }

    private String config(String topic, String key) throws Exception {
        return admin.describeConfigs(List.of(resource(topic)))
                .all()
                .get()
                .values()
                .iterator()
                .next()
                .get(key)
                .value();
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}

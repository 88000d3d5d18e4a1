package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the brokers do not let the user do, at a broker that asks who it is and keeps access control lists. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(180)
class AccessControlIT {

    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required user_learner=\"secret\";";
    private static final Map<String, String> CLIENT = Map.of(
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            LOGIN.replace(";", " username=\"learner\" password=\"secret\";"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // before all tests
    private BrokerProcess broker;

    @SuppressWarnings("NullAway.Init") // before all tests
    private Cluster cluster;

    @SuppressWarnings("NullAway.Init") // before all tests
    private String secured;

    @BeforeAll
    void start() throws Exception {
        secured = "127.0.0.1:" + BrokerProcess.freePort();
        broker = new BrokerProcess(
                        folder,
                        BrokerProcess.freePort(),
                        Map.of(
                                "listeners",
                                "SASL_PLAINTEXT://" + secured,
                                "listener.security.protocol.map",
                                "SASL_PLAINTEXT:SASL_PLAINTEXT",
                                "inter.broker.listener.name",
                                "PLAINTEXT",
                                "sasl.enabled.mechanisms",
                                "PLAIN",
                                "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                                LOGIN,
                                "authorizer.class.name",
                                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                                "super.users",
                                "User:ANONYMOUS"))
                .start();
        cluster = Cluster.at(broker.bootstrapServers());
    }

    @AfterEach
    void forgetRights() throws Exception {
        cluster.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        awaitRights(0);
    }

    private void give(List<AclBinding> rights) throws Exception {
        cluster.admin().createAcls(rights).all().get();
        awaitRights(rights.size());
    }

    /** The broker hears of them from its controller, a moment later. */
    private void awaitRights(int number) throws Exception {
        Eventually.holds(
                number + " rights",
                () -> cluster.admin()
                                .describeAcls(AclBindingFilter.ANY)
                                .values()
                                .get()
                                .size()
                        == number);
    }

    @AfterAll
    void stop() {
        cluster.close();
        broker.close();
    }

    @Test
    void eachRightThatIsLackingIsNamed() throws Exception {
        RunOf learner = new RunOf(folder, "lacking", secured, CLIENT);
        cluster.createTopics(learner.spec(), 1);
        List<AclBinding> needed = needed(learner, "lacking");
        for (AclBinding lacking : needed) {
            List<AclBinding> others = new ArrayList<>(needed);
            others.remove(lacking);
            give(others);

            CommandLineRun run = learner.inThisProcess();

            String operation = lacking.entry().operation() == AclOperation.READ
                    ? "Read"
                    : lacking.entry().operation() == AclOperation.WRITE ? "Write" : "Create";
            assertThat(run.errLines()).hasSize(1);
            assertThat(run.err())
                    .contains("the brokers deny this user ")
                    .contains(operation + " on ")
                    .contains(lacking.pattern().name())
                    .contains("kafka-acls.sh --add");
            assertThat(run.exitCode()).isEqualTo(1);
            forgetRights();
            if (lacking.entry().operation() == AclOperation.CREATE) {
                // From here on it is there: what may be done with a topic is known of those that are.
                cluster.createTopic(learner.changelog());
            }
        }
    }

    @Test
    void allThatIsLackingIsNamedAtOnce() throws Exception {
        RunOf learner = new RunOf(folder, "nothing", secured, CLIENT);
        cluster.createTopics(learner.spec(), 1);

        CommandLineRun run = learner.inThisProcess();

        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err())
                .contains("Read on topic nothing-events, Read on topic nothing-labels, Read on topic nothing-control, "
                        + "Write on topic nothing-predictions")
                .contains("Create on topic " + learner.changelog())
                .contains("Read on group nothing")
                .contains("Write on transactional ids that begin with nothing-");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aRightThatIsTakenAwayEndsItAndLosesNothing() throws Exception {
        RunOf learner = new RunOf(folder, "taken", secured, CLIENT);
        LearnerSpec spec = learner.spec();
        cluster.createTopics(spec, 1);
        List<byte[]> events = Undisturbed.mixed(600);
        Undisturbed half = new Undisturbed(spec, events.subList(0, 300));
        Undisturbed whole = new Undisturbed(spec, events);
        give(needed(learner, "taken"));
        AclBinding writing = allow(ResourceType.TOPIC, spec.topics().predictions(), AclOperation.WRITE);

        try (Program first = learner.start()) {
            cluster.send(spec.topics().events(), events.subList(0, 300));
            learner.awaitPredictions(cluster, half.run().predictions.size());
            cluster.admin().deleteAcls(List.of(writing.toFilter())).all().get();
            cluster.send(spec.topics().events(), events.subList(300, events.size()));

            assertThat(first.awaitExit()).isEqualTo(1);
            assertThat(first.complaints()).hasSize(1);
            assertThat(first.err()).contains("deny this user Write on topic taken-predictions: ");
        }
        cluster.admin().createAcls(List.of(writing)).all().get();
        awaitRights(needed(learner, "taken").size());
        try (Program second = learner.start()) {
            learner.awaitPredictions(cluster, whole.run().predictions.size());
            second.terminate();
            assertThat(second.out()).contains(whole.weights());
        }
        whole.assertIsWhatStandsIn(cluster);
    }

    @Test
    void theOtherCommandsNameItToo() throws Exception {
        cluster.createTopic("there");
        Path client = RunOf.properties(folder, "others", CLIENT);
        Path config = Files.writeString(folder.resolve("others.yaml"), Undisturbed.yaml("others"));
        Path events = Files.writeString(folder.resolve("events.jsonl"), "{\"id\":\"1\",\"features\":{}}\n");

        denied("Describe on topic events", client, "topics", "diff");
        give(List.of(
                allow(ResourceType.TOPIC, "others", AclOperation.DESCRIBE, PatternType.PREFIXED),
                allow(ResourceType.TOPIC, "there", AclOperation.DESCRIBE)));
        denied("Create on topic others-events", client, "topics", "apply", "--config", config.toString());
        denied("Write on topic there", client, "replay", "--topic", "there", "--events", events.toString());
        denied("Write on topic hidden", client, "replay", "--topic", "hidden", "--events", events.toString());
        denied("Read on topic checkpoints", client, "checkpoints", "list");
        cluster.send("there", List.of(new byte[1]));
        Files.writeString(config, Undisturbed.yaml("others").replace("others-checkpoints", "there"));
        denied("Read on topic there", client, "checkpoints", "list", "--config", config.toString());
    }

    private void denied(String what, Path properties, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--bootstrap", secured, "--properties", properties.toString()));
        CommandLineRun run = CommandLineRun.of(arguments.toArray(new String[0]));
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).contains("the brokers deny this user " + what + ": ");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    /** All that a learner needs, and no more. */
    private static List<AclBinding> needed(RunOf learner, String applicationId) {
        var topics = learner.spec().topics();
        return List.of(
                allow(ResourceType.TOPIC, learner.changelog(), AclOperation.CREATE),
                allow(ResourceType.TOPIC, topics.events(), AclOperation.READ),
                allow(ResourceType.TOPIC, topics.labels(), AclOperation.READ),
                allow(ResourceType.TOPIC, topics.control(), AclOperation.READ),
                allow(ResourceType.TOPIC, topics.predictions(), AclOperation.WRITE),
                allow(ResourceType.TOPIC, topics.metrics(), AclOperation.WRITE),
                allow(ResourceType.TOPIC, topics.checkpoints(), AclOperation.READ),
                allow(ResourceType.TOPIC, topics.checkpoints(), AclOperation.WRITE),
                allow(ResourceType.TOPIC, topics.deadLetters(), AclOperation.WRITE),
                allow(ResourceType.TOPIC, learner.changelog(), AclOperation.READ),
                allow(ResourceType.TOPIC, learner.changelog(), AclOperation.WRITE),
                allow(ResourceType.GROUP, applicationId, AclOperation.READ),
                allow(ResourceType.TRANSACTIONAL_ID, applicationId + "-", AclOperation.WRITE, PatternType.PREFIXED));
    }

    private static AclBinding allow(ResourceType type, String name, AclOperation operation) {
        return allow(type, name, operation, PatternType.LITERAL);
    }

    private static AclBinding allow(ResourceType type, String name, AclOperation operation, PatternType pattern) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:learner", "*", operation, AclPermissionType.ALLOW));
    }
}

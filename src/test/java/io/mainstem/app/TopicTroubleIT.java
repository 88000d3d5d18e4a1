package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics that are missing, deleted, or of other sizes than a learner left them. */
@Timeout(120)
class TopicTroubleIT {

    @AutoClose
    private static final Cluster cluster = new Cluster();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void eachTopicThatIsMissingIsNamed() throws Exception {
        RunOf learner = learner("missing");
        var topics = learner.spec().topics();
        for (String missing : List.of(
                topics.events(),
                topics.labels(),
                topics.control(),
                topics.predictions(),
                topics.metrics(),
                topics.checkpoints(),
                topics.deadLetters())) {
            cluster.createTopics(learner.spec(), 1);
            delete(missing);

            CommandLineRun run = learner.inThisProcess();

            assertThat(run.errLines()).hasSize(1);
            assertThat(run.err())
                    .contains("there is no topic " + missing + " at ")
                    .contains("topics apply");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void anOutputThatIsDeletedWhileItRunsEndsItAndNoEventIsLost() throws Exception {
        RunOf learner = learner("deleted");
        LearnerSpec spec = learner.spec();
        cluster.createTopics(spec, 1);
        List<byte[]> events = Undisturbed.mixed(600);
        Undisturbed half = new Undisturbed(spec, events.subList(0, 300));
        Undisturbed whole = new Undisturbed(spec, events);
        try (Program first = learner.start()) {
            cluster.send(spec.topics().events(), events.subList(0, 300));
            learner.awaitPredictions(cluster, half.run().predictions.size());
            delete(spec.topics().predictions());
            cluster.send(spec.topics().events(), events.subList(300, events.size()));

            assertThat(first.awaitExit()).isEqualTo(1);
            assertThat(first.complaints()).hasSize(1);
            assertThat(first.err()).contains("topic deleted-predictions was deleted while the learner ran");
        }
        cluster.createTopics(spec, 1);
        try (Program second = learner.start()) {
            learner.awaitPredictions(
                    cluster,
                    whole.run().predictions.size() - half.run().predictions.size());
            second.terminate();
            assertThat(second.out()).contains(whole.weights());
        }
    }

    @Test
    void eventsThatAreDeletedWhileItRunsEndIt() throws Exception {
        RunOf learner = learner("gone");
        cluster.createTopics(learner.spec(), 1);
        try (Program program = learner.start()) {
            cluster.send(learner.spec().topics().events(), Undisturbed.mixed(100));
            learner.awaitPredictions(cluster, 1);
            delete("gone-events");

            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.complaints()).hasSize(1);
            assertThat(program.err()).contains("gone-events").contains("topics");
        }
    }

    @Test
    void aChangelogThatIsGoneIsNotBegunAnew() throws Exception {
        RunOf learner = learner("forgotten");
        cluster.createTopics(learner.spec(), 1);
        try (Program program = learner.start()) {
            cluster.send(learner.spec().topics().events(), Undisturbed.mixed(100));
            learner.awaitPredictions(cluster, 1);
            program.terminate();
        }
        delete(learner.changelog());

        CommandLineRun run = learner.inThisProcess();

        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err())
                .contains("topic " + learner.changelog() + " is gone")
                .contains("--application-id");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aChangelogThatWasEmptiedIsNotBegunAnew() throws Exception {
        RunOf learner = learner("emptied");
        String events = learner.spec().topics().events();
        cluster.createTopics(learner.spec(), 1);
        cluster.send(events, Undisturbed.mixed(100));
        try (Program program = learner.start()) {
            awaitCommitted("emptied", new TopicPartition(events, 0), 100);
            program.terminate();
        }
        delete(learner.changelog());
        cluster.createTopic(learner.changelog());

        CommandLineRun run = learner.inThisProcess();

        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err())
                .contains("partition 0 of topic " + learner.changelog() + " is empty")
                .contains("--application-id");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    /** What nobody took an event for is nothing that was forgotten. */
    @Test
    void anEmptyChangelogIsBegunWhereNothingWasTaken() throws Exception {
        RunOf learner = learner("begun");
        TopicPartition events = new TopicPartition(learner.spec().topics().events(), 0);
        cluster.createTopics(learner.spec(), 1);
        cluster.createTopic(learner.changelog());
        cluster.admin()
                .alterConsumerGroupOffsets("begun", Map.of(events, new OffsetAndMetadata(0)))
                .all()
                .get();
        cluster.send(events.topic(), Undisturbed.mixed(100));

        try (Program program = learner.start()) {
            awaitCommitted("begun", events, 100);
            program.terminate();
            assertThat(program.complaints()).isEmpty();
        }
    }

    @Test
    void lostOffsetsHaveNothingLearnedTwice() throws Exception {
        RunOf learner = learner("twice");
        String events = learner.spec().topics().events();
        cluster.createTopics(learner.spec(), 1);
        // The last record taken is none that teaches anything.
        List<byte[]> first = withRefuse(Undisturbed.mixed(100));
        Undisturbed half = new Undisturbed(learner.spec(), first);
        cluster.send(events, first);
        try (Program program = learner.start()) {
            learner.awaitPredictions(cluster, half.run().predictions.size());
            awaitCommitted("twice", new TopicPartition(events, 0), first.size());
            program.terminate();
        }
        cluster.admin().deleteConsumerGroups(List.of("twice")).all().get();

        try (Program program = learner.startAnyhow()) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.complaints()).hasSize(1);
            assertThat(program.err())
                    .contains("partition 0 of topic " + events + " up to offset 100, and is given offset 0 again")
                    .contains("--group twice --topic " + events + ":0 --reset-offsets --to-offset 101 --execute");
        }

        // What the line says to do.
        awaitEmpty("twice");
        cluster.admin()
                .alterConsumerGroupOffsets(
                        "twice", Map.of(new TopicPartition(events, 0), new OffsetAndMetadata(first.size())))
                .all()
                .get();
        List<byte[]> second = Undisturbed.mixed(200).subList(100, 200);
        Undisturbed whole = new Undisturbed(
                learner.spec(), Stream.concat(first.stream(), second.stream()).toList());
        cluster.send(events, second);
        try (Program program = learner.start()) {
            learner.awaitPredictions(cluster, whole.run().predictions.size());
            program.terminate();
            assertThat(program.out()).contains(whole.weights());
        }
        whole.assertIsWhatStandsIn(cluster);
    }

    @Test
    void eventsThatWereMadeAnewAreNotTakenForTheOldOnes() throws Exception {
        RunOf learner = learner("renewed");
        LearnerSpec spec = learner.spec();
        String events = spec.topics().events();
        cluster.createTopics(spec, 1);
        cluster.send(events, Undisturbed.mixed(100));
        try (Program program = learner.start()) {
            learner.awaitPredictions(cluster, 1);
            awaitCommitted("renewed", new TopicPartition(events, 0), 100);
            program.terminate();
        }
        int predictions = cluster.read(spec.topics().predictions()).size();
        delete(events);
        cluster.createTopics(spec, 1);
        cluster.send(events, Undisturbed.mixed(50));

        try (Program program = learner.startAnyhow()) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.err()).contains("is given offset 0 again").contains("the topic was made anew");
        }
        assertThat(cluster.read(spec.topics().predictions())).hasSize(predictions);
    }

    @Test
    void morePartitionsOfEventsThanStatesAreToldWhileItRunsAndAtTheStartAndLoseNothing() throws Exception {
        RunOf learner = learner("grown");
        LearnerSpec spec = learner.spec();
        cluster.createTopics(spec, 1);
        List<byte[]> events = Undisturbed.mixed(600);
        Undisturbed half = new Undisturbed(spec, events.subList(0, 300));
        Undisturbed whole = new Undisturbed(spec, events);
        String line = "topic grown-events has 2 partitions, and this application's changelog " + learner.changelog()
                + " has 1: ";
        try (Program first = learner.start()) {
            cluster.send(spec.topics().events(), events.subList(0, 300));
            learner.awaitPredictions(cluster, half.run().predictions.size());
            grow(spec.topics().events());
            assertThat(first.awaitExit()).isEqualTo(1);
            assertThat(first.complaints()).hasSize(1);
            assertThat(first.err()).contains(line);
        }
        CommandLineRun again = learner.inThisProcess();
        assertThat(again.errLines()).hasSize(1);
        assertThat(again.err()).contains(line).contains("kafka-topics.sh --alter --topic " + learner.changelog());
        assertThat(again.exitCode()).isEqualTo(1);

        // What the line says to do.
        grow(learner.changelog());
        assertThat(learner.inThisProcess().err())
                .contains("topic grown-labels has 1 partition, and topic grown-events has 2: ");
        grow(spec.topics().labels());
        grow(spec.topics().control());
        List<byte[]> others = Undisturbed.mixed(200);
        Undisturbed beside = new Undisturbed(spec, 1, others);
        cluster.send(spec.topics().events(), 0, events.subList(300, events.size()));
        cluster.send(spec.topics().events(), 1, others);
        try (Program second = learner.start()) {
            learner.awaitPredictions(
                    cluster,
                    whole.run().predictions.size() + beside.run().predictions.size());
            second.terminate();
            assertThat(second.out()).contains(whole.weights()).contains(beside.weights());
        }
        whole.assertIsWhatStandsIn(cluster);
        beside.assertIsWhatStandsIn(cluster);
    }

    private static List<byte[]> withRefuse(List<byte[]> events) {
        List<byte[]> all = new ArrayList<>(events);
        all.add("no event".getBytes(UTF_8));
        return all;
    }

    /** A member that has a name of its own is missed when its session is over. */
    private static void awaitEmpty(String group) throws Exception {
        Eventually.holds(
                "group " + group + " is empty",
                () -> cluster.admin().describeConsumerGroups(List.of(group)).all().get().values().stream()
                        .allMatch(found -> found.members().isEmpty()));
    }

    private static void awaitCommitted(String group, TopicPartition events, long offset) throws Exception {
        Eventually.holds("offset " + offset + " is committed", () -> {
            OffsetAndMetadata committed = cluster.admin()
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(events);
            return committed != null && committed.offset() >= offset;
        });
    }

    private RunOf learner(String name) {
        return new RunOf(folder, name, cluster.bootstrapServers(), Map.of());
    }

    private static void delete(String topic) throws Exception {
        cluster.admin().deleteTopics(List.of(topic)).all().get();
        while (cluster.admin().listTopics().names().get().contains(topic)) {
            Thread.sleep(10);
        }
    }

    private static void grow(String topic) throws Exception {
        cluster.admin()
                .createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                .all()
                .get();
    }
}

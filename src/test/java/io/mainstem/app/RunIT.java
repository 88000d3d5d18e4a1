package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that is deployed: a process that is stopped, killed, and started again. */
class RunIT {

    @AutoClose
    private static final Cluster cluster = new Cluster();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void sigtermEndsItWithASummaryAndItGoesOnWhereItWas() throws Exception {
        String yaml = Undisturbed.yaml("term");
        LearnerSpec spec = LearnerSpecReader.read(yaml);
        cluster.createTopics(spec, 1);
        List<byte[]> events = Undisturbed.mixed(1_200);
        Undisturbed half = new Undisturbed(spec, events.subList(0, 603));
        Undisturbed whole = new Undisturbed(spec, events);

        try (Program first = program(yaml)) {
            cluster.send(spec.topics().events(), events.subList(0, 603));
            awaitPredictions(spec, half.run().predictions.size());
            first.terminate();
            assertThat(first.err().lines()).hasSize(2);
            assertThat(first.err())
                    .contains("partition 0: starts untrained, with ")
                    .contains("partition 0: let go at step "
                            + half.run().learner.model().step());
            assertThat(first.out())
                    .contains("birdstrikes: " + half.run().learner.events() + " events")
                    .contains(half.weights())
                    .contains("Dead letters, wrong-type: " + half.run().learner.rejected());
        }
        try (Program second = program(yaml)) {
            cluster.send(spec.topics().events(), events.subList(603, events.size()));
            awaitPredictions(spec, whole.run().predictions.size());
            second.terminate();
            assertThat(second.err().lines()).hasSize(2);
            assertThat(second.err())
                    .contains("restored " + half.run().learner.parameters() + " parameters, version "
                            + half.run().learner.model().version() + ", step "
                            + half.run().learner.model().step() + ", after "
                            + half.run().learner.events() + " events")
                    .contains("let go at step " + whole.run().learner.model().step());
            assertThat(second.out())
                    .contains("birdstrikes: %,d events"
                            .formatted(whole.run().learner.events()))
                    .doesNotContain(" 0 events/s")
                    .contains(whole.weights());
        }
        whole.assertIsWhatStandsIn(cluster);
    }

    @Test
    void sigkillLosesNothingAndDoublesNothing() throws Exception {
        String yaml = Undisturbed.yaml("kill");
        LearnerSpec spec = LearnerSpecReader.read(yaml);
        cluster.createTopics(spec, 1);
        List<byte[]> events = Undisturbed.mixed(3_000);
        Undisturbed expected = new Undisturbed(spec, events);

        try (Program killed = program(yaml)) {
            int sent = 0;
            while (sent < 2_000 || cluster.read(spec.topics().predictions()).size() < 500) {
                cluster.send(spec.topics().events(), events.subList(sent, Math.min(sent + 40, 2_000)));
                sent = Math.min(sent + 40, 2_000);
            }
            cluster.send(spec.topics().events(), events.subList(2_000, events.size()));
            killed.kill();
        }
        assertThat(cluster.read(spec.topics().predictions()))
                .hasSizeLessThan(expected.run().predictions.size());
        try (Program next = program(yaml)) {
            awaitPredictions(spec, expected.run().predictions.size());
            next.terminate();
            assertThat(next.out()).contains(expected.weights());
        }
        expected.assertIsWhatStandsIn(cluster);
    }

    @Test
    void aMissingTopicIsToldInOneLineThatSaysHowToMakeIt() throws IOException {
        CommandLineRun ran = run(cluster.bootstrapServers(), Undisturbed.yaml("missing"));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.errLines()).hasSize(1);
        assertThat(ran.err()).contains("missing-events").contains("topics apply");
    }

    @Test
    void aBrokerThatIsNotThereIsToldInOneLine() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        CommandLineRun ran = run("127.0.0.1:" + closed, Undisturbed.yaml("unreachable"));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.errLines()).hasSize(1);
        assertThat(ran.err()).contains("cannot reach a Kafka broker at 127.0.0.1:" + closed);
    }

    private CommandLineRun run(String bootstrap, String yaml) throws IOException {
        return CommandLineRun.of(
                "run",
                "--config",
                config(yaml).toString(),
                "--bootstrap",
                bootstrap,
                "--state-dir",
                folder.resolve("state").toString());
    }

    private Program program(String yaml, String... more) throws Exception {
        String[] arguments = {
            "run",
            "--config",
            config(yaml).toString(),
            "--bootstrap",
            cluster.bootstrapServers(),
            "--application-id",
            "run-" + LearnerSpecReader.read(yaml).topics().events(),
            "--state-dir",
            folder.resolve("state").toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return new Program(folder, all).awaitOutput("Ctrl-C ends it");
    }

    private Path config(String yaml) throws IOException {
        return Files.writeString(folder.resolve("learner.yaml"), yaml);
    }

    private static void awaitPredictions(LearnerSpec spec, int count) throws Exception {
        Eventually.holds(
                count + " predictions",
                () -> cluster.read(spec.topics().predictions()).size() >= count,
                () -> "of " + cluster.read(spec.topics().predictions()).size());
    }
}

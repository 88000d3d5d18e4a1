package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full: the learner's, and the broker's. Small file systems in memory are mounted for it, which only root may. */
@Timeout(300)
class DiskFullIT {

    /** With what a broker that comes back waits for: a transaction that nobody ends, members of a group that are gone. */
    private static final Duration UNTIL_IT_GOES_ON = Duration.ofMinutes(3);

    /** As long as it counts as still there, a broker may not come back. */
    private static final Map<String, String> SMALL_AND_SOON_BACK = Map.of(
            "log.segment.bytes", "1048576", "broker.session.timeout.ms", "3000", "broker.heartbeat.interval.ms", "500");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void aStateFolderThatCannotBeMadeIsToldInOneLine() throws Exception {
        RunOf learner = new RunOf(folder, "state", "127.0.0.1:1", Map.of());
        Files.writeString(learner.stateFolder(), "a file in its place");

        assertTold(learner.inThisProcess(), learner.stateFolder());
    }

    @Test
    void aStateFolderWithoutRoomIsToldInOneLineAndARunningLearnerNeedsNone() throws Exception {
        RunOf learner = new RunOf(folder, "full", "127.0.0.1:1", Map.of());
        try (Disk disk = new Disk(learner.stateFolder(), "64k")) {
            disk.fill();
            assertTold(learner.inThisProcess(), learner.stateFolder());
            disk.empty();

            try (Cluster cluster = new Cluster()) {
                RunOf running = new RunOf(folder, "full", cluster.bootstrapServers(), Map.of());
                LearnerSpec spec = running.spec();
                cluster.createTopics(spec, 1);
                List<byte[]> events = Undisturbed.mixed(300);
                Undisturbed expected = new Undisturbed(spec, events);
                try (Program program = running.start()) {
                    cluster.send(spec.topics().events(), events.subList(0, 100));
                    running.awaitPredictions(cluster, 1);
                    disk.fill();
                    cluster.send(spec.topics().events(), events.subList(100, events.size()));
                    running.awaitPredictions(cluster, expected.run().predictions.size());
                    program.terminate();
                    assertThat(program.complaints()).isEmpty();
                }
                expected.assertIsWhatStandsIn(cluster);
            }
        }
    }

    /** Kafka's server ends itself when it cannot write; the learner sees that it is gone. */
    @Test
    void aBrokerWithoutRoomIsWaitedForAndNothingIsLostOrDoubled() throws Exception {
        Path home = Files.createDirectories(folder.resolve("broker"));
        try (Disk disk = new Disk(home.resolve("data"), "96m");
                BrokerProcess broker = new BrokerProcess(home, BrokerProcess.freePort(), SMALL_AND_SOON_BACK).start();
                Cluster cluster = Cluster.at(broker.bootstrapServers())) {
            RunOf learner = new RunOf(folder, "room", broker.bootstrapServers(), Map.of());
            LearnerSpec spec = learner.spec();
            cluster.createTopics(spec, 1);
            // Few enough that no checkpoint is given up, which the broker might compact away.
            List<byte[]> events = Undisturbed.mixed(900);
            Undisturbed expected = new Undisturbed(spec, events);
            try (Program program = learner.start()) {
                cluster.send(spec.topics().events(), events.subList(0, 600));
                learner.awaitPredictions(cluster, 100);
                disk.fill();
                Eventually.holds("the broker gives up", () -> !broker.isAlive());
                Eventually.holds("the learner says so", () -> program.err().contains("do not answer: waiting"));
                disk.empty();
                broker.start();
                cluster.send(spec.topics().events(), events.subList(600, events.size()));
                int predictions = expected.run().predictions.size();
                Eventually.holds(
                        predictions + " predictions",
                        UNTIL_IT_GOES_ON,
                        () -> cluster.read(spec.topics().predictions()).size() >= predictions,
                        () -> said(program));
                Eventually.holds("the learner says so", () -> program.err().contains("well again"));
                program.terminate();
                // An outage that outlasts the transaction timeout is told of once more; how long it takes is the
                // machine's.
                assertThat(program.complaints().stream().filter(line -> !line.contains("had given up a transaction")))
                        .hasSize(2)
                        .last()
                        .asString()
                        .contains("well again");
                assertThat(program.out()).contains(expected.weights());
            }
            // Of the only broker that ends at once Kafka may show what it aborted: see the README, and Undisturbed.
            expected.assertIsWhatStandsIn(broker.bootstrapServers(), 1);
        }
    }

    private static String said(Program program) {
        try {
            return "; it runs: " + program.isAlive() + ", and said: " + program.err();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void assertTold(CommandLineRun run, Path state) {
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err())
                .contains("cannot write to the state folder " + state)
                .contains("--state-dir");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    /** A small file system in memory. */
    private static final class Disk implements AutoCloseable {

        private final Path at;

        Disk(Path at, String size) throws Exception {
            this.at = Files.createDirectories(at);
            int exit = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", at.toString());
            if (exit != 0) {
                System.out.println("full disks: a test is skipped; it mounts a small file system, which only root may");
            }
            assumeThat(exit).as("only root may mount").isZero();
        }

        /** To the last byte. */
        void fill() throws IOException {
            try (OutputStream out = Files.newOutputStream(at.resolve("filler"))) {
                byte[] block = new byte[4096];
                while (true) {
                    out.write(block);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("space");
            }
        }

        void empty() throws IOException {
            Files.delete(at.resolve("filler"));
        }

        private static int run(String... command) throws Exception {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }

        @Override
        public void close() throws IOException {
            try {
                // At once, even if a process that is about to end still has a file open there.
                run("umount", "--lazy", at.toString());
            } catch (Exception e) {
                throw new IOException("cannot unmount " + at, e);
            }
        }
    }
}

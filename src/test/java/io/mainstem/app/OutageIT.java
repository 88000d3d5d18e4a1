package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that are away for longer than a producer waits by default, a minute, in both of the ways: one refuses connections, one keeps them and is silent. */
@Timeout(300)
class OutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(80);
    private static final int EVENTS = 4_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void aLongTimeWithoutBrokersIsWaitedForAndNothingIsLostOrDoubled() throws Exception {
        try (Case killed = new Case("killed");
                Case paused = new Case("paused")) {
            killed.amidEvents();
            paused.amidEvents();
            killed.broker.kill();
            paused.broker.pause();
            Thread.sleep(OUTAGE.toMillis());
            killed.broker.start();
            paused.broker.resume();
            // Of the only broker that is killed Kafka may show what it aborted: see the README, and Undisturbed.
            killed.end(1);
            paused.end(0);
        }
    }

    /** A broker of its own and a learner at it. */
    private final class Case implements AutoCloseable {

        private final BrokerProcess broker;
        private final Cluster cluster;
        private final RunOf learner;
        private final Undisturbed expected;
        private final List<byte[]> events;
        private final Program program;

        Case(String name) throws Exception {
            Path home = Files.createDirectories(folder.resolve(name));
            broker = new BrokerProcess(home, BrokerProcess.freePort(), Map.of()).start();
            cluster = Cluster.at(broker.bootstrapServers());
            learner = new RunOf(home, name, broker.bootstrapServers(), Map.of());
            LearnerSpec spec = learner.spec();
            cluster.createTopics(spec, 1);
            events = Undisturbed.mixed(EVENTS);
            expected = new Undisturbed(spec, events);
            program = learner.start();
        }

        /** Returns when some events are learned and committed, and many more are under way. */
        void amidEvents() throws Exception {
            String topic = learner.spec().topics().events();
            cluster.send(topic, events.subList(0, 500));
            learner.awaitPredictions(cluster, 100);
            cluster.send(topic, events.subList(500, EVENTS));
        }

        void end(int aborted) throws Exception {
            Eventually.holds("it says that they are back", () -> program.err().contains("well again"), this::said);
            assertThat(program.isAlive()).as(this::said).isTrue();
            String predictions = learner.spec().topics().predictions();
            Eventually.holds(
                    "all predictions",
                    () -> cluster.read(predictions).size()
                            >= expected.run().predictions.size(),
                    this::said);
            program.terminate();
            assertThat(program.out()).contains(expected.weights());
            expected.assertIsWhatStandsIn(broker.bootstrapServers(), aborted);

            // One line when they go, one when they are back; and one more where a commit was under way.
            assertThat(program.complaints().stream().filter(line -> !line.contains("had given up a transaction")))
                    .satisfiesExactly(
                            gone -> assertThat(gone)
                                    .contains(
                                            "the brokers at " + broker.bootstrapServers() + " do not answer: waiting"),
                            back -> assertThat(back).contains("are well again after"));
        }

        private String said() {
            try {
                return program.err();
            } catch (IOException e) {
                return e.toString();
            }
        }

        @Override
        public void close() {
            program.close();
            cluster.close();
            broker.close();
        }
    }
}

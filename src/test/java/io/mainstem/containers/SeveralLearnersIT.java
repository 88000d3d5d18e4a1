package io.mainstem.containers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three brokers and three partitions, which learners take over from each other when something happens to one of them. */
@ExtendWith(LocalDocker.class)
@Timeout(300)
class SeveralLearnersIT {

    /** Kafka Streams says so of a thread whose transaction the brokers have refused. */
    private static final String FENCED = "Detected that the thread is being fenced";

    private static final int BROKERS = 3;
    private static final int PARTITIONS = 3;

    private static @Nullable BrokerCluster cluster;

    @RegisterExtension
    private final Chance chance = new Chance();

    @BeforeAll
    static void startBrokers() throws Exception {
        cluster = BrokerCluster.start(LocalDocker.images(), BROKERS);
    }

    @AfterAll
    static void stopBrokers() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void oneIsKilledAndTheOtherTakesOver() throws Exception {
        try (DisturbedRun run = run("killed", 2, false)) {
            run.group().awaitProgress(chance.between(20, 80));
            LearnerMachine victim = run.learner(chance.between(0, 2));
            victim.machine().kill();
            run.group().awaitProgress(50);
            victim.startWithoutItsDisk();
            run.group().awaitMembers(2);
            run.group().awaitProgress(50);
            run.finish();
        }
    }

    /** Frozen in the middle of a transaction, it wakes when another has its partitions, and knows nothing of that. */
    @Test
    void aZombieIsFenced() throws Exception {
        try (DisturbedRun run = run("zombie", 2, true)) {
            run.group().awaitProgress(chance.between(20, 80));
            run.group().awaitOpenTransaction();
            LearnerMachine zombie = run.learner(chance.between(0, 2));
            zombie.machine().freeze();
            Thread.sleep(DisturbedRun.LONG_MS);
            run.group().awaitProgress(50);
            run.group().awaitMembers(1);
            zombie.machine().thaw();
            run.group().awaitMembers(2);
            run.group().awaitProgress(50);
            assertThat(zombie.said()).contains(FENCED);
            run.finish();
        }
    }

    @Test
    void oneIsCutOffAndComesBack() throws Exception {
        try (DisturbedRun run = run("cutoff", 2, false)) {
            run.group().awaitProgress(chance.between(20, 80));
            Machine victim = run.learner(chance.between(0, 2)).machine();
            victim.cutOff();
            Thread.sleep(DisturbedRun.LONG_MS);
            run.group().awaitProgress(50);
            run.group().awaitMembers(1);
            victim.reconnect();
            run.group().awaitMembers(2);
            run.group().awaitProgress(50);
            run.finish();
        }
    }

    /** Those that lead the log of transactions, and a partition of events. */
    @Test
    void brokersAreKilledInTheMiddleOfTransactions() throws Exception {
        try (DisturbedRun run = run("broker", 2, true)) {
            for (String topic : new String[] {"__transaction_state", run.events()}) {
                run.group().awaitProgress(chance.between(20, 80));
                Machine broker = run.cluster().leaderOf(topic);
                run.group().awaitOpenTransaction();
                broker.kill();
                run.group().awaitProgress(50);
                broker.startAgain();
                run.cluster().awaitAll();
            }
            run.finish();
        }
    }

    @Test
    void brokersAreRestartedOneAfterAnother() throws Exception {
        try (DisturbedRun run = run("rollingbrokers", 2, true)) {
            for (Machine broker : run.cluster().brokers()) {
                broker.terminate();
                broker.startAgain();
                run.cluster().awaitAll();
                run.group().awaitProgress(chance.between(10, 50));
            }
            run.finish();
        }
    }

    /** As a new version is rolled out: each ends in its own time, and another container takes its place. */
    @Test
    void learnersAreRestartedOneAfterAnother() throws Exception {
        try (DisturbedRun run = run("rolling", 3, true)) {
            for (int i = 0; i < 3; i++) {
                run.group().awaitProgress(chance.between(10, 50));
                run.learner(i).machine().terminate();
                run.learner(i).startWithoutItsDisk();
                run.group().awaitMembers(3);
            }
            run.group().awaitProgress(50);
            run.finish();
        }
    }

    private static DisturbedRun run(String name, int instances, boolean fixedNames) throws Exception {
        return new DisturbedRun(requireNonNull(cluster), "several-" + name, PARTITIONS, instances, fixedNames);
    }
}

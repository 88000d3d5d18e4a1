package io.mainstem.containers;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One broker, one partition, one learner: whatever happens to them, the weights are those of a run without it, bit for bit. */
@ExtendWith(LocalDocker.class)
@Timeout(300)
class OneLearnerIT {

    private static @Nullable BrokerCluster cluster;

    @RegisterExtension
    private final Chance chance = new Chance();

    @BeforeAll
    static void startBroker() throws Exception {
        cluster = BrokerCluster.start(LocalDocker.images(), 1);
    }

    @AfterAll
    static void stopBroker() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void theLearnerIsKilledAndStartedAgain() throws Exception {
        try (DisturbedRun run = run("killed", true)) {
            LearnerMachine learner = run.learner(0);
            for (int kills = 0; kills < 2; kills++) {
                run.group().awaitProgress(chance.between(50, 150));
                learner.machine().kill();
                learner.startAgain();
            }
            run.group().awaitProgress(50);
            run.finish();
        }
    }

    /** With its disk goes its process id, by which it would have ended the transaction of its predecessor. */
    @Test
    void theLearnerIsStartedWithoutItsDisk() throws Exception {
        try (DisturbedRun run = run("diskless", false)) {
            run.group().awaitProgress(chance.between(50, 150));
            run.group().awaitOpenTransaction();
            run.learner(0).machine().kill();
            run.learner(0).startWithoutItsDisk();
            run.group().awaitProgress(50);
            run.finish();
        }
    }

    @Test
    void theBrokerIsKilledInTheMiddleOfATransaction() throws Exception {
        try (DisturbedRun run = run("broker", true)) {
            Machine broker = run.cluster().brokers().get(0);
            for (int kills = 0; kills < 2; kills++) {
                run.group().awaitProgress(chance.between(50, 150));
                run.group().awaitOpenTransaction();
                broker.kill();
                Thread.sleep(chance.between(0, 3_000));
                broker.startAgain();
                run.cluster().awaitAll();
            }
            run.group().awaitProgress(50);
            run.finish();
        }
    }

    /** First for a moment, then for so long that the group and the transaction are without it when it comes back. */
    @Test
    void theLearnerIsCutOff() throws Exception {
        try (DisturbedRun run = run("cutoff", false)) {
            for (int cutMs : new int[] {chance.between(100, 1_500), DisturbedRun.LONG_MS}) {
                run.group().awaitProgress(chance.between(50, 150));
                run.learner(0).machine().cutOff();
                Thread.sleep(cutMs);
                run.learner(0).machine().reconnect();
            }
            run.group().awaitProgress(50);
            run.finish();
        }
    }

    private static DisturbedRun run(String name, boolean fixedName) throws Exception {
        return new DisturbedRun(requireNonNull(cluster), "one-" + name, 1, 1, fixedName);
    }
}

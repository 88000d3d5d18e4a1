package io.mainstem.containers;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One broker, one partition, one learner: whatever happens to them, the weights are those of a run without it, bit for bit. So
 * are the outputs, each of them once; only when the broker is killed, see there, they may be repeated.
 */
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

    /**
     * Weaker than the other tests, on purpose. Each label is learned once, and each output is there, with the very bytes
     * that it should have; but those of one transaction a kill may be there twice.
     *
     * <p>That is Kafka 4.3.1's doing. Started again after a SIGKILL, a broker that is the only one, and its own controller, first
     * takes itself for the leader that it was; coordinates transactions; and begins to abort those whose time is over. When the
     * controller then takes notice of its new incarnation, its partitions have no leader until it is let in again.
     * {@code KRaftMetadataCache.getPartitionLeaderEndpoint} returns nothing for such a partition, as for one that was deleted, and
     * the coordinator leaves its abort marker out ("Couldn't find leader endpoint for partitions ... likely deleted already and
     * hence can be skipped"). In the partition the transaction stays open, and takes late records of its old epoch too, until the
     * same producer id commits the next one: that marker commits both. (KAFKA-20734. A commit that was prepared when the broker
     * was killed can lose its marker in the same way; the next commit makes up for it.)
     *
     * <p>With copies on three brokers, of which one is killed, a partition always has a leader, and outputs must be there once:
     * {@link SeveralLearnersIT#brokersAreKilledInTheMiddleOfTransactions}.
     */
    @Test
    void theBrokerIsKilledInTheMiddleOfATransaction() throws Exception {
        int kills = 2;
        try (DisturbedRun run = run("broker", true)) {
            Machine broker = run.cluster().brokers().get(0);
            for (int i = 0; i < kills; i++) {
                run.group().awaitProgress(chance.between(50, 150));
                run.group().awaitOpenTransaction();
                broker.kill();
                Thread.sleep(chance.between(0, 3_000));
                broker.startAgain();
                run.cluster().awaitAll();
            }
            run.group().awaitProgress(50);
            run.finishWithAborted(kills);
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

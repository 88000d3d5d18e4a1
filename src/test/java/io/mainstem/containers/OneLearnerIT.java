package io.mainstem.containers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One broker, one partition, one learner: whatever happens to them, the weights are those of a run without it, bit for bit. */
@Timeout(180)
class OneLearnerIT {

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static BrokerCluster cluster;

    @BeforeAll
    static void startBroker() throws Exception {
        cluster = BrokerCluster.start(LocalDocker.required(), 1);
    }

    @AfterAll
    static void stopBroker() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void itIsKilledAndStartedAgain() throws Exception {
        try (DisturbedRun run = new DisturbedRun(cluster, "killed", 1, 1, true, "")) {
            run.learner(0).machine().kill();
            run.learner(0).startAgain();
            run.awaitProgress(100);
            run.learner(0).machine().kill();
            run.learner(0).startAgain();
            run.awaitProgress(100);
            run.finish();
        }
    }
}

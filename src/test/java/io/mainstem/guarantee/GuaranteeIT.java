package io.mainstem.guarantee;

import io.mainstem.Cluster;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that is promised, over processes that are killed and stopped while they work. What they did and said is in
 * {@code target/guarantee} afterwards.
 */
class GuaranteeIT {

    private static final long SEED = Long.getLong("guarantee.seed", new Random().nextInt(1_000_000));
    private static final int KILLS = Integer.getInteger("guarantee.kills", 50);
    private static final int STOPS = Integer.getInteger("guarantee.stops", 5);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Cluster cluster;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeAll
    static void startBroker() {
        cluster = new Cluster();
    }

    @AfterAll
    static void stopBroker() {
        cluster.close();
    }

    @Test
    void onePartition() throws Exception {
        new ProcessRun(cluster, folder, "one").twoInstances(SEED, 1, KILLS, STOPS);
    }

    @Test
    void threePartitionsOnTwoInstances() throws Exception {
        new ProcessRun(cluster, folder, "three").twoInstances(SEED, 3, KILLS, STOPS);
    }
}

package io.mainstem.guarantee;

import io.mainstem.Cluster;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
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

    @AutoClose
    private static final Cluster cluster = new Cluster();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void onePartition() throws Exception {
        new ProcessRun(cluster, folder, "one").twoInstances(SEED, 1, KILLS, STOPS);
    }

    @Test
    void threePartitionsOnTwoInstances() throws Exception {
        new ProcessRun(cluster, folder, "three").twoInstances(SEED, 3, KILLS, STOPS);
    }
}

package io.mainstem.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mainstem.Cluster;
import io.mainstem.stream.PutThenApplyLearner;
import io.mainstem.stream.TinyCacheLearner;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guarantees are worth something: they notice a learner that saves its state in the wrong order. */
class PlantedBugIT {

    private static final long SEED = Long.getLong("guarantee.seed", new Random().nextInt(1_000_000));

    /** The bug loses the record before each commit that a kill follows: one kill would do. */
    private static final int KILLS = 3;

    @AutoClose
    private static final Cluster cluster = new Cluster();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void putThenApplyIsCaught() {
        Throwable failure = catchThrowable(
                () -> new ProcessRun(cluster, folder, "faulty").oneInstanceOf(PutThenApplyLearner.class, SEED, KILLS));

        assertThat(failure)
                .hasMessageContaining("-Dguarantee.seed=" + SEED)
                // Predictions and weights need not show it: the record that was lost may have had no label.
                .hasMessageContaining(Scenario.BROKEN + "StateIdenticalToUndisturbedRun");
    }

    /** So it is the order that is caught, and not the cache that holds nothing. */
    @Test
    void theRightOrderHoldsEvenWithoutACache() throws Exception {
        new ProcessRun(cluster, folder, "tiny").oneInstanceOf(TinyCacheLearner.class, SEED, KILLS);
    }
}

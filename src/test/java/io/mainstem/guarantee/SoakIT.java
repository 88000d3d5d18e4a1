package io.mainstem.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mainstem.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with faults one after the other, each by a seed of its own, for as long as {@code -Dsoak.minutes} says. */
class SoakIT {

    private static final int MINUTES = Integer.getInteger("soak.minutes", 0);
    private static final long SEED = Long.getLong("guarantee.seed", new Random().nextInt(1_000_000));
    private static final int KILLS = 12;
    private static final int STOPS = 1;
    private static final int PARTITIONS_OF_EVERY_OTHER = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void everyGuaranteeHoldsForAsLongAsAsked() throws Exception {
        if (MINUTES == 0) {
            System.out.println("soak: skipped; -Dsoak.minutes=N runs it for N minutes");
        }
        assumeTrue(MINUTES > 0, "no -Dsoak.minutes=N given");
        long end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
        int rounds = 0;
        try (Cluster cluster = new Cluster()) {
            while (System.nanoTime() < end) {
                int partitions = rounds % 2 == 0 ? 1 : PARTITIONS_OF_EVERY_OTHER;
                new ProcessRun(cluster, folder, "soak" + rounds).twoInstances(SEED + rounds, partitions, KILLS, STOPS);
                rounds++;
            }
        }
        System.out.printf("soak: all held, in %d rounds, seeds %d to %d%n", rounds, SEED, SEED + rounds - 1);
        assertThat(rounds).isPositive();
    }
}

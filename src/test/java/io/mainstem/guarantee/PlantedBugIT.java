package io.mainstem.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mainstem.Cluster;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.PutThenApplyLearner;
import io.mainstem.stream.TinyCacheLearner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guarantees are worth something: they notice a learner that saves its state in the wrong order. */
class PlantedBugIT {

    private static final long SEED = Long.getLong("guarantee.seed", new Random().nextInt(1_000_000));

    /** The bug loses the record before each commit that a kill follows: one kill would do. */
    private static final int KILLS = 3;

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
    void putThenApplyIsCaught() {
        Throwable failure = catchThrowable(() -> run("faulty", PutThenApplyLearner.class));

        assertThat(failure)
                .hasMessageContaining("-Dguarantee.seed=" + SEED)
                .hasMessageContaining(Scenario.BROKEN + "PredictionsIdentical")
                .hasMessageContaining(Scenario.BROKEN + "WeightsIdenticalToUndisturbedRun");
    }

    /** So it is the order that is caught, and not the cache that holds nothing. */
    @Test
    void theRightOrderHoldsEvenWithoutACache() throws Exception {
        run("tiny", TinyCacheLearner.class);
    }

    private void run(String name, Class<?> main) throws Exception {
        String learnerFile = Undisturbed.yaml(name);
        LearnerSpec spec = LearnerSpecReader.read(learnerFile);
        cluster.createTopics(spec, 1);
        String applicationId = "guarantee-" + name;
        Instance instance = new ProcessInstance(
                "alpha",
                folder.resolve(name),
                new ProcessInstance.Command(main, cluster.bootstrapServers(), applicationId, learnerFile),
                Map.of("group.instance.id", "alpha"));
        new Scenario(SEED, cluster.bootstrapServers(), spec, applicationId, 1, KILLS, 0, Duration.ZERO)
                .run(List.of(instance), Guarantee.all());
    }
}

package io.mainstem.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Undisturbed;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is promised, over processes that are killed and stopped while they work. */
class GuaranteeIT {

    private static final long SEED = Long.getLong("guarantee.seed", new Random().nextInt(1_000_000));
    private static final int KILLS = Integer.getInteger("guarantee.kills", 50);
    private static final int STOPS = Integer.getInteger("guarantee.stops", 5);
    private static final Duration PAST_SESSION_AND_TRANSACTION = Duration.ofSeconds(11);

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
        run("one", 1);
    }

    @Test
    void threePartitionsOnTwoInstances() throws Exception {
        run("three", 3);
    }

    private void run(String name, int partitions) throws Exception {
        String learnerFile = Undisturbed.yaml(name);
        LearnerSpec spec = LearnerSpecReader.read(learnerFile);
        cluster.createTopics(spec, partitions);
        String applicationId = "guarantee-" + name;
        ProcessInstance.Command command =
                ProcessInstance.Command.run(cluster.bootstrapServers(), applicationId, learnerFile);
        List<Instance> instances = new ArrayList<>();
        for (String instance : List.of("alpha", "beta")) {
            instances.add(new ProcessInstance(instance, folder.resolve(instance), command, Map.of()));
        }
        List<Guarantee> guarantees = Guarantee.all();
        assertThat(guarantees).isNotEmpty();
        new Scenario(
                        SEED,
                        cluster.bootstrapServers(),
                        spec,
                        applicationId,
                        partitions,
                        KILLS,
                        STOPS,
                        PAST_SESSION_AND_TRANSACTION)
                .run(instances, guarantees);
    }
}

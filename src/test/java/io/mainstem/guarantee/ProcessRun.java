package io.mainstem.guarantee;

import io.mainstem.Cluster;
import io.mainstem.Undisturbed;
import io.mainstem.app.Main;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A {@link Scenario} with instances that are processes and topics of its own.
 *
 * @param folder for the instances' folders
 * @param name of the run; its topics and folders begin with it
 */
record ProcessRun(Cluster cluster, Path folder, String name) {

    /** The program's own session and transaction timeouts, of 10 s both, and a little. */
    private static final Duration PAST_SESSION_AND_TRANSACTION = Duration.ofSeconds(11);

    void twoInstances(long seed, int partitions, int kills, int stops) throws Exception {
        run(seed, partitions, kills, stops, List.of("alpha", "beta"), Main.class, Map.of());
    }

    /** One instance of another program than the real one. */
    void oneInstanceOf(Class<?> main, long seed, int kills) throws Exception {
        run(seed, 1, kills, 0, List.of("alpha"), main, Map.of("group.instance.id", "alpha"));
    }

    private void run(
            long seed,
            int partitions,
            int kills,
            int stops,
            List<String> names,
            Class<?> main,
            Map<String, String> properties)
            throws Exception {
        String learnerFile = Undisturbed.yaml(name);
        LearnerSpec spec = LearnerSpecReader.read(learnerFile);
        cluster.createTopics(spec, partitions);
        String applicationId = "guarantee-" + name;
        ProcessInstance.Command command =
                new ProcessInstance.Command(main, cluster.bootstrapServers(), applicationId, learnerFile);
        List<Instance> instances = new ArrayList<>();
        for (String instance : names) {
            instances.add(new ProcessInstance(instance, folder.resolve(name + "-" + instance), command, properties));
        }
        Scenario scenario = new Scenario(
                seed,
                cluster.bootstrapServers(),
                spec,
                applicationId,
                partitions,
                kills,
                stops,
                PAST_SESSION_AND_TRANSACTION);
        scenario.run(instances, Guarantee.all());
        deleteTopics(spec, applicationId);
    }

    /** A long soak would fill the disk. */
    private void deleteTopics(LearnerSpec spec, String applicationId) throws Exception {
        List<String> all = cluster.admin().listTopics().names().get().stream()
                .filter(topic -> topic.startsWith(applicationId)
                        || Stream.of(
                                        spec.topics().events(),
                                        spec.topics().predictions(),
                                        spec.topics().metrics(),
                                        spec.topics().checkpoints(),
                                        spec.topics().deadLetters())
                                .anyMatch(topic::equals))
                .toList();
        cluster.admin().deleteTopics(all).all().get();
    }
}

package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.Undisturbed;
import io.mainstem.learn.Learner;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same application id, under a learner file that lost a task and got another. */
class ChangedLearnerFileIT {

    @AutoClose
    private static final Cluster cluster = new Cluster();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static LearnerSpec spec(String tasks) {
        String yaml = Undisturbed.yaml("changed");
        int from = yaml.indexOf("tasks:");
        int to = yaml.indexOf("trunk:");
        return LearnerSpecReader.read(yaml.substring(0, from) + "tasks:\n" + tasks + yaml.substring(to));
    }

    private LearnerInstance instance(LearnerSpec spec) {
        return new LearnerInstance(cluster, spec, folder.resolve("state"), UnaryOperator.identity(), Map.of());
    }

    @Test
    void goesOnWithWhatFitsAndLeavesNothingElseBehind() throws Exception {
        String size = "  size: {type: multiclass, classes: [Small, Medium, Large]}\n";
        // Its head takes most of the blocks.
        LearnerSpec before = spec("  speed: {type: regression, hidden: [512, 512]}\n" + size);
        LearnerSpec after = spec(size + "  damage: {type: binary}\n");
        cluster.createTopics(before, 1);
        List<byte[]> events = Birdstrikes.events(1_000);
        cluster.send(before.topics().events(), events.subList(0, 405));
        try (LearnerInstance first = instance(before)) {
            first.start().awaitRecords(405);
        }
        // One record, so that it ends while others wait that came before the change.
        cluster.send(before.topics().events(), events.subList(405, 406));
        try (LearnerInstance second = instance(after)) {
            second.start().awaitRecords(406);
        }
        cluster.send(before.topics().events(), events.subList(406, 700));
        try (LearnerInstance second = instance(after)) {
            second.start().awaitRecords(700);
        }
        int blocks = new Learner(after, 0).state().blocks();
        assertThat(blocks).isLessThan(new Learner(before, 0).state().blocks());
        TreeSet<Integer> kept = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read(LearnerInstance.changelog(before))) {
            StateKey key = StateKey.read(record.key());
            if (key.kind() == StateKey.Kind.BLOCK) {
                boolean unused = record.value() == null ? kept.remove(key.index()) : kept.add(key.index());
            }
        }
        assertThat(kept)
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, blocks).boxed().toList());

        cluster.send(before.topics().events(), events.subList(700, 1_000));
        try (LearnerInstance third = instance(after)) {
            third.start().awaitRecords(1_000);
        }
        assertThat(cluster.read(before.topics().predictions())).hasSize(1_000 - 1_000 % 16);
    }
}

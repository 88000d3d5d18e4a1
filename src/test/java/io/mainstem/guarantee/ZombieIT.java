package io.mainstem.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.Undisturbed;
import io.mainstem.app.Main;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One that stood still while another was started in its place, under its own id, as a supervisor may do. */
class ZombieIT {

    private static final int EVENTS = 400;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void endsWithOneClearLineAndLeavesNothingTwice() throws Exception {
        String learnerFile = Undisturbed.yaml("zombie");
        LearnerSpec spec = LearnerSpecReader.read(learnerFile);
        List<byte[]> events = Undisturbed.mixed(3 * EVENTS);
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics(spec, 1);
            ProcessInstance.Command command =
                    new ProcessInstance.Command(Main.class, cluster.bootstrapServers(), "zombie", learnerFile);
            Map<String, String> sameId = Map.of("group.instance.id", "same");
            try (Group group = new Group(
                            cluster.bootstrapServers(), "zombie", spec.topics().events(), 1);
                    ProcessInstance zombie = new ProcessInstance("zombie", folder.resolve("a"), command, sameId);
                    ProcessInstance next = new ProcessInstance("next", folder.resolve("b"), command, sameId)) {
                zombie.start();
                cluster.send(spec.topics().events(), events.subList(0, EVENTS));
                Eventually.holds("the first has learned", group::isDone);
                zombie.pause();
                next.start();
                cluster.send(spec.topics().events(), events.subList(EVENTS, 2 * EVENTS));
                Eventually.holds("the next has learned", group::isDone);
                zombie.resume();
                cluster.send(spec.topics().events(), events.subList(2 * EVENTS, events.size()));

                assertThat(zombie.awaitExit()).as(zombie.log()).isEqualTo(1);
                List<String> told = zombie.log()
                        .lines()
                        .filter(line -> line.startsWith("mainstem: "))
                        .toList();
                assertThat(told).as(zombie.log()).hasSize(1);
                assertThat(told.get(0)).contains("another instance").contains("group.instance.id");
                Eventually.holds("all is learned", group::isDone);
                assertThat(next.end()).contains(new Undisturbed(spec, events).weights());
            }
            new Undisturbed(spec, events).assertIsWhatStandsIn(cluster);
        }
    }
}

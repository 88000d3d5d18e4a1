package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Cluster;
import io.mainstem.DelayedLabels;
import io.mainstem.DelayedLabels.Arriving;
import io.mainstem.Eventually;
import io.mainstem.event.PredictionWriter;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of labels that come later, all on the events topic, so that there is one order: the program is killed at random
 * moments with hundreds of events waiting, now and then with its disk lost as well, and says and learns in the end what one
 * says and learns that nothing happened to.
 */
class LateLabelsIT {

    private static final int KILLS = 6;
    private static final Pattern WEIGHTS =
            Pattern.compile("weights after [\\d,]+ steps, version [\\d,]+: (\\p{XDigit}+)");

    private final long seed = Long.getLong("guarantee.seed", 23);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void nothingThatWaitsIsLostByKills() throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        String yaml = DelayedLabels.YAML + Cluster.topics("late");
        LearnerSpec spec = LearnerSpecReader.read(yaml);
        List<byte[]> day =
                DelayedLabels.day(2_000, seed).stream().map(Arriving::value).toList();
        LearnerRun undisturbed = new LearnerRun(spec).take(day);
        String config = Files.writeString(folder.resolve("late.yaml"), yaml).toString();
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics(spec, 1);
            int sent = 0;
            for (int life = 0; life <= KILLS; life++) {
                // A disk that is lost: what waits comes from the changelog.
                String state = folder.resolve("state" + life / 3).toString();
                String[] arguments = {
                    "run",
                    "--config",
                    config,
                    "--bootstrap",
                    cluster.bootstrapServers(),
                    "--application-id",
                    "late",
                    "--state-dir",
                    state
                };
                try (Program program = new Program(folder, arguments).awaitOutput("Ctrl-C ends it")) {
                    int end = life == KILLS ? day.size() : day.size() * (life + 1) / (KILLS + 1);
                    cluster.send(spec.topics().events(), day.subList(sent, end));
                    sent = end;
                    if (life < KILLS) {
                        LearnerRun soFar = new LearnerRun(spec).take(day.subList(0, end));
                        assertThat(soFar.learner.awaiting()).isGreaterThan(20);
                        awaitPredictions(cluster, spec, soFar.predictions.size() - 100);
                        Thread.sleep(random.nextInt(400));
                        program.kill();
                    } else {
                        awaitPredictions(cluster, spec, undisturbed.predictions.size());
                        Thread.sleep(1_000);
                        program.terminate();
                        Matcher weights = WEIGHTS.matcher(program.out());
                        assertThat(weights.find()).as(program.out()).isTrue();
                        assertThat(weights.group(1)).as("seed %d", seed).isEqualTo(undisturbed.weights());
                    }
                }
            }
            assertSaysTheSame(cluster, spec, undisturbed);
        }
    }

    private static void awaitPredictions(Cluster cluster, LearnerSpec spec, int count) throws Exception {
        Eventually.holds(
                count + " predictions",
                () -> cluster.read(spec.topics().predictions()).size() >= count,
                () -> "of " + cluster.read(spec.topics().predictions()).size());
    }

    private void assertSaysTheSame(Cluster cluster, LearnerSpec spec, LearnerRun undisturbed) {
        PredictionWriter writer = new PredictionWriter(spec);
        assertThat(text(cluster, spec.topics().predictions()))
                .as("predictions, seed %d", seed)
                .containsExactlyElementsOf(undisturbed.predictions.stream()
                        .map(each -> new String(writer.write(each), UTF_8))
                        .toList());
        assertThat(text(cluster, spec.topics().metrics()))
                .as("metrics, seed %d", seed)
                .containsExactlyElementsOf(undisturbed.metricsTopic);
        List<String> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> letter : cluster.read(spec.topics().deadLetters())) {
            letters.add(header(letter, "mainstem.reason") + "@" + header(letter, "mainstem.offset"));
        }
        assertThat(letters)
                .as("dead letters, seed %d", seed)
                .containsExactlyElementsOf(undisturbed.refusals.stream()
                        .map(refusal -> refusal.reason().code() + "@" + refusal.offset())
                        .toList());
    }

    private static List<String> text(Cluster cluster, String topic) {
        return cluster.values(topic).stream()
                .map(value -> new String(value, UTF_8))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void rowsThatAreGoneEndItWithOneLine() throws Exception {
        String yaml = DelayedLabels.YAML + Cluster.topics("gone");
        LearnerSpec spec = LearnerSpecReader.read(yaml);
        List<byte[]> morning = DelayedLabels.day(200, seed).stream()
                .limit(200)
                .map(Arriving::value)
                .toList();
        LearnerRun undisturbed = new LearnerRun(spec).take(morning);
        assertThat(undisturbed.learner.awaiting()).isPositive();
        String config = Files.writeString(folder.resolve("gone.yaml"), yaml).toString();
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics(spec, 1);
            cluster.send(spec.topics().events(), morning);
            String[] arguments = {
                "run",
                "--config",
                config,
                "--bootstrap",
                cluster.bootstrapServers(),
                "--application-id",
                "gone",
                "--state-dir",
                folder.resolve("state").toString()
            };
            try (Program first = new Program(folder, arguments)) {
                awaitPredictions(cluster, spec, undisturbed.predictions.size());
                first.terminate();
            }
            cluster.admin()
                    .deleteTopics(List.of("gone-delayed-waiting-changelog"))
                    .all()
                    .get();
            arguments[arguments.length - 1] = folder.resolve("other").toString();
            try (Program second = new Program(folder, arguments)) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.complaints())
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains(
                                "events wait for labels, and nothing of them is in the changelog of store delayed-waiting");
            }
        }
    }
}

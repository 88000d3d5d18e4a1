package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.event.DriftCodec;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TaskMetricsCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    private static final int EVENTS = 10_000;
    private static final Pattern ADDRESS = Pattern.compile("A Kafka broker listens at (127\\.0\\.0\\.1:[0-9]+)\\.");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void endsWithTheTableThatEvaluateShows() throws Exception {
        CommandLineRun evaluate = evaluate();
        // After the first learner: the libraries that it loads keep threads of their own, once a process.
        Set<String> threadsBefore = threads();

        CommandLineRun demo = CommandLineRun.of("demo", "--rate", "0");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.err()).isEmpty();
        assertThat(demo.out()).containsPattern(ADDRESS);
        assertThat(threads()).isSubsetOf(threadsBefore);

        assertThat(table(demo.out())).isNotEmpty().isEqualTo(table(evaluate.out()));
        String weights = lastWord(evaluate.out().lines().filter(line -> line.startsWith("Weights after")));
        assertThat(lastWord(demo.out().lines().filter(line -> line.contains("weights after"))))
                .isEqualTo(weights);
    }

    @Test
    void wrongLabelsAreUndoneByOneCommand() throws Exception {
        String weights = lastWord(evaluate().out().lines().filter(line -> line.startsWith("Weights after")));

        CommandLineRun demo = CommandLineRun.of("demo", "--rate", "0", "--poison", "3000");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        List<String> good = tableBelow("After 10,000 events, this is version 10:", demo.out());
        List<String> poisoned = tableBelow("After 3,000 more, whose labels are wrong:", demo.out());
        List<String> after = tableBelow("After the command:", demo.out());
        assertThat(demo.out()).contains("checkpoints rollback 10 --bootstrap ");
        assertThat(good).hasSize(6).isEqualTo(after);
        assertThat(poisoned).hasSize(6).isNotEqualTo(good);
        assertThat(lastWord(demo.out().lines().filter(line -> line.contains("weights after"))))
                .isEqualTo(weights);
    }

    private static List<String> tableBelow(String title, String out) {
        return out.lines()
                .dropWhile(line -> !line.equals(title))
                .skip(2)
                .takeWhile(line -> !line.isEmpty())
                .toList();
    }

    /** The numbers in full, by way of a client from outside; and what is left when it is over. */
    @Test
    void itsMetricsAreThoseOfEvaluateToTheLastDigit() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (Program demo = new Program(temporary, "demo", "--rate", "0", "--stay")) {
            demo.awaitOutput("A Kafka broker listens at");
            Matcher address = ADDRESS.matcher(demo.out());
            assertThat(address.find()).isTrue();
            Map<String, TaskMetrics> last = new HashMap<>();
            Eventually.holds("all is learned", () -> {
                for (ConsumerRecord<byte[], byte[]> record : Cluster.read(address.group(1), "metrics")) {
                    if (DriftCodec.read(record.value()).isEmpty()) {
                        TaskMetrics metrics = TaskMetricsCodec.read(record.value());
                        last.put(metrics.task(), metrics);
                    }
                }
                return last.size() == 3 && last.values().stream().allMatch(m -> m.events() == EVENTS);
            });
            assertThat(Cluster.read(address.group(1), "predictions")).hasSize(EVENTS);
            demo.terminate();

            Map<String, Object> report =
                    EvaluateCommandTest.flat(evaluate("--json").out());
            last.values().forEach(task -> {
                String path = "tasks." + task.task() + ".";
                assertThat(task.run()).isNotEmpty();
                task.run().forEach((metric, value) -> assertThat(report).containsEntry(path + metric, value));
                task.window()
                        .forEach((metric, value) -> assertThat(report).containsEntry(path + "window." + metric, value));
                task.baselines()
                        .forEach((baseline, values) -> values.forEach((metric, value) -> assertThat(report)
                                .containsEntry(path + "baselines." + baseline + "." + metric, value)));
            });
            assertThat(demo.out()).contains((String) Objects.requireNonNull(report.get("weights")));
            assertThat(demo.err()).isEmpty();
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("mainstem"));
        }
    }

    private CommandLineRun evaluate(String... more) throws IOException {
        Path config = Files.writeString(folder.resolve("learner.yaml"), Birdstrikes.demo());
        Path events = folder.resolve("events.jsonl.gz");
        if (!Files.exists(events)) {
            try (InputStream in = DemoIT.class.getResourceAsStream("birdstrikes/events.jsonl.gz")) {
                Files.copy(in, events);
            }
        }
        List<String> arguments = List.of("evaluate", "--config", config.toString(), "--events", events.toString());
        return CommandLineRun.of(
                Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
    }

    /** The summary's table, below its heading, which tells the time. */
    private static List<String> table(String out) {
        return out.lines()
                .dropWhile(line -> !line.startsWith("birdstrikes: 10,000 events"))
                .skip(1)
                .takeWhile(line -> !line.contains("eights after"))
                .toList();
    }

    private static String lastWord(Stream<String> lines) {
        List<String> only = lines.toList();
        assertThat(only).hasSize(1);
        return only.get(0).substring(only.get(0).lastIndexOf(' ') + 1);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                // Daemons of a library's static field; one pair a JVM, whatever the number of brokers.
                .filter(name -> !name.startsWith("metrics-meter-tick-thread"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

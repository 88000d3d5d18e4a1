package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mainstem.Birdstrikes;
import io.mainstem.Cluster;
import io.mainstem.Eventually;
import io.mainstem.event.PredictionWriter;
import io.mainstem.learn.LearnerRun;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.LearnerTopology;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that is not ours and not even Java's, librdkafka's {@code kcat}, produces and consumes. Without it the test is
 * skipped, unless {@code -Dmainstem.kcat=required} says that it must be there.
 */
class KcatIT {

    private static final int KCAT_SECONDS = 60;
    private static final int LARGE = 5_000_000;

    private final LearnerSpec spec = LearnerSpecReader.read(Birdstrikes.yaml() + "metrics: {every: 32}\n");

    /** What is no event, by the reason for which it is none. */
    private final Map<String, String> broken = new LinkedHashMap<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeEach
    void requireKcat() {
        boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "kcat")));
        if ("required".equals(System.getProperty("mainstem.kcat"))) {
            assertThat(there).as("kcat on the PATH (-Dmainstem.kcat=required)").isTrue();
        }
        assumeTrue(there, "kcat is not on the PATH: the test with a foreign client is skipped");
        broken.put("this is no JSON", "not-json");
        broken.put("{\"id\":\"w\",\"features\":{\"month\":\"May\"}}", "wrong-type");
        broken.put("{\"id\":\"u\",\"features\":{},\"labels\":{\"size\":\"Gigantic\"}}", "unknown-class");
        broken.put("{\"id\":\"n\",\"features\":{\"month\":NaN}}", "not-finite");
        broken.put("{\"id\":\"i\",\"features\":{\"month\":1e999}}", "not-finite");
        broken.put("", "empty-value");
        broken.put("{\"features\":{\"month\":5}}", "missing-id");
    }

    @Test
    void producesAndConsumes() throws Exception {
        List<byte[]> events = Birdstrikes.events(96);
        LearnerRun clean = new LearnerRun(spec).take(events);
        List<String> reasons = new ArrayList<>();
        try (Cluster cluster = new Cluster()) {
            cluster.createTopics(spec, 1);
            LearnerApplication learner = new LearnerApplication(
                    new LearnerTopology(spec),
                    "kcat",
                    cluster.client(),
                    Files.createDirectory(folder.resolve("state")),
                    1,
                    1);
            try (learner) {
                learner.start();
                reasons.addAll(produce(cluster, events));
                Eventually.holds(
                        "all is taken",
                        () -> learner.status().stream()
                                        .mapToLong(LearnerStatus::records)
                                        .sum()
                                == events.size() + reasons.size());
            }
            assertThat(learner.status().get(0).weightsChecksum()).isEqualTo(clean.weights());
            assertThat(learner.status().get(0).rejected().values().stream().mapToLong(Long::longValue))
                    .satisfies(counts -> assertThat(
                                    counts.stream().mapToLong(Long::longValue).sum())
                            .isEqualTo(reasons.size()));

            PredictionWriter writer = new PredictionWriter(spec);
            assertThat(consume(cluster, "predictions", "%k %s\n"))
                    .containsExactlyElementsOf(clean.predictions.stream()
                            .map(prediction -> prediction.id() + " " + new String(writer.write(prediction), UTF_8))
                            .toList());
            assertThat(consume(cluster, "metrics", "%k\n"))
                    .containsExactly("size", "damage", "speed", "size", "damage", "speed", "size", "damage", "speed");
            assertThat(consume(cluster, "dead-letters", "%k %h\n"))
                    .hasSameSizeAs(reasons)
                    .allSatisfy(letter -> assertThat(letter)
                            .startsWith("broken ")
                            .contains(
                                    "mainstem.topic=events",
                                    "mainstem.partition=0",
                                    "mainstem.offset=",
                                    "mainstem.sha256="));
            List<String> letters = consume(cluster, "dead-letters", "%S %h\n");
            for (int i = 0; i < letters.size(); i++) {
                assertThat(letters.get(i)).contains("mainstem.reason=" + reasons.get(i) + ",");
            }
            assertThat(letters.get(letters.size() - 1)).startsWith("65536 ").contains("mainstem.size=" + LARGE);
        }
    }

    /** Sends the events with something broken between them, and what is too large at last; returns the reasons. */
    private List<String> produce(Cluster cluster, List<byte[]> events) throws Exception {
        List<String> reasons = new ArrayList<>();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<String> values = List.copyOf(broken.keySet());
        for (int i = 0; i < events.size(); i++) {
            lines.writeBytes("event\t".getBytes(UTF_8));
            lines.writeBytes(events.get(i));
            lines.write('\n');
            if (i < 2 * values.size()) {
                String value = values.get(i % values.size());
                lines.writeBytes(("broken\t" + value + "\n").getBytes(UTF_8));
                reasons.add(broken.getOrDefault(value, ""));
            }
        }
        Path file = Files.write(folder.resolve("lines"), lines.toByteArray());
        kcat(cluster, "-P", "-t", "events", "-K", "\t", "-l", file.toString());

        byte[] large = new byte[LARGE];
        Arrays.fill(large, (byte) 'x');
        Path largeFile = Files.write(folder.resolve("large"), large);
        kcat(
                cluster,
                "-P",
                "-t",
                "events",
                "-k",
                "broken",
                "-X",
                "message.max.bytes=" + 2 * LARGE,
                largeFile.toString());
        reasons.add("too-large");
        return reasons;
    }

    private List<String> consume(Cluster cluster, String topic, String format) throws Exception {
        return kcat(
                        cluster,
                        "-C",
                        "-t",
                        topic,
                        "-o",
                        "beginning",
                        "-e",
                        "-q",
                        "-X",
                        "isolation.level=read_committed",
                        "-f",
                        format)
                .lines()
                .toList();
    }

    private String kcat(Cluster cluster, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kcat", "-b", cluster.bootstrapServers()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("kcat-out");
        Path err = folder.resolve("kcat-err");
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            boolean ended = process.waitFor(KCAT_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as("kcat ended").isTrue();
            assertThat(process.exitValue()).as(Files.readString(err)).isZero();
            return Files.readString(out);
        } finally {
            process.destroyForcibly();
        }
    }
}

package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.TurningLabels;
import io.mainstem.event.Drift;
import io.mainstem.event.DriftCodec;
import io.mainstem.learn.LearnerRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatedDriftTest {

    private static final String FILE =
            """
            name: turning
            features: {x: {type: number}, z: {type: number}}
            tasks: {y: {type: binary}, n: {type: regression}}
            trunk: {layers: [8]}
            optimizer: {type: adam, learningRate: 0.003}
            batch: {size: 8}
            drift: {detector: pageHinkley}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void evaluateListsWhatWasNoticed() throws Exception {
        List<byte[]> events = TurningLabels.events(2000, 41, 1500);
        LearnerRun alone = new LearnerRun(TurningLabels.spec("{detector: pageHinkley}")).take(events);
        alone.learner.finish(alone);

        JsonNode report = evaluate(events);

        List<Drift> listed = new ArrayList<>();
        for (JsonNode one : report.get("drifts")) {
            listed.add(DriftCodec.read(one.toString().getBytes(UTF_8)).orElseThrow());
        }
        assertThat(listed).isEqualTo(alone.drifts).isNotEmpty();
        for (String task : List.of("y", "n")) {
            assertThat(report.at("/tasks/" + task + "/drifts").longValue())
                    .isEqualTo(listed.stream()
                            .filter(one -> task.equals(one.task()))
                            .count())
                    .isPositive();
        }
    }

    @Test
    void theListIsEmptyWhereNothingChanged() throws Exception {
        assertThat(evaluate(TurningLabels.events(2000, 41)).get("drifts")).isEmpty();
    }

    private JsonNode evaluate(List<byte[]> events) throws IOException {
        Path config = Files.writeString(folder.resolve("learner.yaml"), FILE);
        Path file = Files.write(
                folder.resolve("events.jsonl"),
                events.stream().map(event -> new String(event, UTF_8)).toList());

        CommandLineRun ran =
                CommandLineRun.of("evaluate", "--config", config.toString(), "--events", file.toString(), "--json");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        return new ObjectMapper().readTree(ran.out());
    }
}

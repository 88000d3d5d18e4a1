package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** That it measures; what it measures is for {@code bench} to say. */
class BenchStateIT {

    @Test
    void jsonHasTheCostsOfBothAndALearnerOfTenMillionParameters() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "bench", "state", "--json", "--rounds", "1", "--records", "1000", "--large-records", "100");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode costs = new ObjectMapper().readTree(run.out());
        for (String kind : new String[] {"passThrough", "learner"}) {
            assertThat(costs.path(kind).path("atLeastOnceMicros").asDouble()).isPositive();
            assertThat(costs.path(kind).path("exactlyOnceMicros").asDouble()).isPositive();
        }
        assertThat(costs.path("miniBatches").asLong()).isEqualTo(62);
        // A copy for each commit at most; the tenth is for the heads of records and the examples that wait.
        assertThat(costs.path("stateCopies").asDouble())
                .isBetween(0.5, 1.1 * costs.path("commits").asLong());
        JsonNode large = costs.path("large");
        assertThat(large.path("parameters").asLong()).isGreaterThan(10_000_000);
        assertThat(large.path("stateBytes").asLong()).isGreaterThan(3 * 4 * 10_000_000L);
        assertThat(large.path("stateCopies").asDouble())
                .isBetween(0.5, 1.1 * large.path("commits").asLong());
        assertThat(large.path("restoreMillis").asDouble()).isPositive();
    }

    @Test
    void tooLittleIsRefused() {
        CommandLineRun run = CommandLineRun.of("bench", "state", "--records", "10");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).hasSize(1);
    }
}

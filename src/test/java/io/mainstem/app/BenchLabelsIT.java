package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** That it measures; what it measures is for {@code bench} to say. */
class BenchLabelsIT {

    @Test
    void jsonHasBothAndWhatTheyTake() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "bench", "labels", "--json", "--rounds", "1", "--events", "1000", "--waiting", "2000");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode costs = new ObjectMapper().readTree(run.out());
        assertThat(costs.path("waiting").asLong()).isEqualTo(2000);
        for (String each : new String[] {"diskBytes", "storeBytes", "heapBytes", "restoreMillis"}) {
            assertThat(costs.path(each).asDouble()).as(each).isPositive();
        }
        assertThat(costs.has("ratio")).isTrue();
    }

    @Test
    void tooLittleIsRefused() {
        CommandLineRun run = CommandLineRun.of("bench", "labels", "--waiting", "10");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).hasSize(1);
    }
}

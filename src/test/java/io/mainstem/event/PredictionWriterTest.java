package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PredictionWriterTest {

    private final PredictionWriter writer = new PredictionWriter(Learners.everyType());

    private String write(String id, long time, double... outputs) {
        return new String(writer.write(new Prediction(id, time, new ModelVersion(0, 1, 3, 1200), outputs)), UTF_8);
    }

    /** Binary, three classes, a number, three labels, two numbers. */
    private static final double[] OUTPUTS = {0.11, 0.5, 0.125, 0.375, 131.2, 0.5, 0.49999, 0.8, -1.0E-5, 12345678};

    @Test
    void writesEveryTypeOfTask() {
        assertThat(write("42", Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(), OUTPUTS))
                .isEqualTo("{\"id\":\"42\",\"time\":\"2026-01-01T00:00:00Z\","
                        + "\"model\":{\"replica\":0,\"epoch\":1,\"version\":3,\"step\":1200},\"predictions\":{"
                        + "\"damage\":{\"value\":false,\"probability\":0.11},"
                        + "\"size\":{\"value\":\"Small\",\"probabilities\":{\"Small\":0.5,\"Medium\":0.125,\"Large\":0.375}},"
                        + "\"speed\":{\"value\":131.2},"
                        + "\"topics\":{\"value\":[\"Hardware\",\"BSD\"],\"probabilities\":{\"Hardware\":0.5,\"Linux\":0.49999,\"BSD\":0.8}},"
                        + "\"position\":{\"value\":[-1.0E-5,1.2345678E7]}}}");
    }

    @Test
    void writesWhereLabelsAreToBeExpected() {
        double nan = Double.NaN;
        assertThat(withRegions(0.9, 0.5, 55.5, 2, 1))
                .contains("\"damage\":{\"value\":false,\"probability\":0.11,\"set\":[false,true]}")
                .contains("\"Large\":0.375},\"set\":[\"Small\"]}")
                .contains("\"speed\":{\"value\":131.2,\"interval\":[75.69999999999999,186.7]}")
                .contains("\"position\":{\"value\":[-1.0E-5,1.2345678E7],"
                        + "\"interval\":[[-2.00001,1.99999],[1.2345677E7,1.2345679E7]]}");
        assertThat(withRegions(0.3, 0.7, nan, nan, 0))
                .contains("\"probability\":0.11,\"set\":[false]}")
                .contains("\"set\":[\"Small\",\"Large\"]}")
                .contains("\"speed\":{\"value\":131.2}")
                .contains("\"interval\":[null,[1.2345678E7,1.2345678E7]]}");
        assertThat(withRegions(-1, -1, Double.MAX_VALUE, nan, nan))
                .contains("\"probability\":0.11,\"set\":[]}")
                .contains("\"set\":[]}")
                .contains("\"interval\":[-1.7976931348623157E308,1.7976931348623157E308]}")
                .doesNotContain("[null");
        assertThat(withRegions(nan, nan, nan, nan, nan)).isEqualTo(write("42", 0, OUTPUTS));
    }

    private String withRegions(double... regions) {
        return new String(
                writer.write(new Prediction("42", 0, new ModelVersion(0, 1, 3, 1200), OUTPUTS, regions)), UTF_8);
    }

    @Test
    void leavesOutNoTimeAndKeepsMilliseconds() {
        assertThat(write("42", Event.NO_TIME, OUTPUTS)).startsWith("{\"id\":\"42\",\"model\":");
        assertThat(write("42", 1, OUTPUTS)).contains("\"time\":\"1970-01-01T00:00:00.001Z\"");
    }

    @Test
    void answersYesFromOneHalfOn() {
        double[] outputs = OUTPUTS.clone();
        outputs[0] = 0.5;
        assertThat(write("1", 0, outputs)).contains("\"damage\":{\"value\":true,\"probability\":0.5}");
        outputs[0] = Math.nextDown(0.5);
        assertThat(write("1", 0, outputs)).contains("\"damage\":{\"value\":false,\"probability\":0.49999999999999994}");
    }

    @Test
    void namesTheFirstOfEquallyProbableClasses() {
        double[] outputs = OUTPUTS.clone();
        outputs[1] = 0.2;
        outputs[2] = 0.4;
        outputs[3] = 0.4;
        assertThat(write("1", 0, outputs)).contains("\"size\":{\"value\":\"Medium\"");
    }

    @Test
    void writesNullForWhatIsNotFinite() {
        double nan = Double.NaN;
        assertThat(write("1", Event.NO_TIME, nan, nan, nan, nan, Double.POSITIVE_INFINITY, nan, 1, nan, nan, 2))
                .contains("\"damage\":{\"value\":null,\"probability\":null}")
                .contains("\"size\":{\"value\":null,\"probabilities\":{\"Small\":null,\"Medium\":null,\"Large\":null}}")
                .contains("\"speed\":{\"value\":null}")
                .contains(
                        "\"topics\":{\"value\":[\"Linux\"],\"probabilities\":{\"Hardware\":null,\"Linux\":1.0,\"BSD\":null}}")
                .contains("\"position\":{\"value\":[null,2.0]}");
    }

    @Test
    void writesAnyId() throws IOException {
        String id = "a\"\\\n€😀\0";

        JsonNode prediction = new ObjectMapper().readTree(write(id, Event.NO_TIME, OUTPUTS));

        assertThat(prediction.path("id").textValue()).isEqualTo(id);
    }

    @Test
    void forgetsThePredictionBefore() {
        String first = write("1", 0, OUTPUTS);
        String longer = write("a much longer id than that one", 0, OUTPUTS);

        assertThat(write("1", 0, OUTPUTS)).isEqualTo(first).isNotEqualTo(longer);
    }
}

package io.mainstem.learn.onnx;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.ModelVersion;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ONNX Runtime makes of an exported model is what the learner predicts. */
class OnnxModelTest {

    private static final OnnxInfo INFO =
            new OnnxInfo(new ModelVersion(2, 1, 7, 1234), "ab".repeat(32), "cd".repeat(32), "0.1.0");

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "mmoe", "ple"})
    void predictsAsTheLearner(String trunk) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int trial = 0; trial < 12; trial++) {
            List<String> features = new ArrayList<>(RandomLearner.ALL_FEATURES);
            for (int drop = random.nextInt(5); drop > 0; drop--) {
                features.remove(random.nextInt(features.size()));
            }
            check(
                    new RandomLearner(random.nextLong(), trunk, features, 40 + random.nextInt(500)),
                    trunk + ", seed " + seed + ", trial " + trial);
        }
    }

    @Test
    void takesFeaturesOfOneKindOnly() throws Exception {
        long seed = new Random().nextLong();
        check(new RandomLearner(seed, "mlp", List.of("n: {type: number}"), 200), "numbers, seed " + seed);
        check(new RandomLearner(seed, "ple", List.of("c: {type: category, buckets: 7}"), 200), "hashed, seed " + seed);
    }

    @Test
    void takesAnUntrainedLearner() throws Exception {
        RandomLearner learner = new RandomLearner(3, "mmoe", RandomLearner.ALL_FEATURES, 0);
        List<RandomLearner.Probe> probes = List.of(learner.probe(), learner.probe());
        try (OrtSession session = session(learner)) {
            Map<String, Object> outputs = run(session, probes);
            // No cluster has a place yet.
            assertThat((long[][]) outputs.get("group")).isDeepEqualTo(new long[][] {{-1}, {-1}});
            assertThat(floats(outputs, "group.distance_")[1][0]).isNaN();
            assertThat(floats(outputs, "yes")[0][0])
                    .isCloseTo((float) learner.outputs(probes.get(0).event())[0], within(1e-5f));
        }
    }

    @Test
    void saysWhatItIs() throws Exception {
        RandomLearner learner = new RandomLearner(3, "mlp", RandomLearner.ALL_FEATURES, 50);
        try (OrtSession session = session(learner)) {
            var metadata = session.getMetadata();
            assertThat(metadata.getProducerName()).isEqualTo("mainstem");
            assertThat(metadata.getVersion()).isEqualTo(7);
            Map<String, String> own = metadata.getCustomMetadata();
            assertThat(own)
                    .containsEntry("mainstem.name", "random")
                    .containsEntry("mainstem.step", "1234")
                    .containsEntry("mainstem.version", "7")
                    .containsEntry("mainstem.epoch", "1")
                    .containsEntry("mainstem.replica", "2")
                    .containsEntry("mainstem.specHash", "ab".repeat(32))
                    .containsEntry("mainstem.weightsChecksum", "cd".repeat(32));
            assertThat(own.get("mainstem.columns"))
                    .startsWith(
                            "[{\"feature\":\"n\",\"type\":\"number\",\"from\":0,\"to\":1,\"missing\":\"NaN\"},"
                                    + "{\"feature\":\"c\",\"type\":\"category\",\"from\":9,\"to\":17,\"buckets\":7,\"missing\":16,\"norm\":16.0},");
            assertThat(own.get("mainstem.outputs"))
                    .contains(
                            "{\"task\":\"trunk.0\",\"type\":\"multiclass\",\"output\":\"trunk.0\",\"classes\":[\"a\",\"b\",\"c\"]}")
                    .contains(
                            "{\"task\":\"group\",\"type\":\"clustering\",\"output\":\"group\",\"distance\":\"group.distance_\"}");
            assertThat(session.getInputNames()).containsExactly("features_");
        }
    }

    private static void check(RandomLearner learner, String what) throws Exception {
        List<RandomLearner.Probe> probes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            probes.add(learner.probe());
        }
        try (OrtSession session = session(learner)) {
            Map<String, Object> together = run(session, probes);
            for (int r = 0; r < probes.size(); r++) {
                double[] expected = learner.outputs(probes.get(r).event());
                check(learner.spec(), expected, together, r, what + ", row " + r);
                check(learner.spec(), expected, run(session, List.of(probes.get(r))), 0, what + ", alone, row " + r);
            }
        }
    }

    private static void check(LearnerSpec spec, double[] expected, Map<String, Object> outputs, int row, String what) {
        LabelLayout layout = new LabelLayout(spec.tasks());
        for (int t = 0; t < spec.tasks().size(); t++) {
            TaskSpec task = spec.tasks().get(t);
            int at = layout.outputOffset(t);
            if (task instanceof TaskSpec.Clustering) {
                float distance = floats(outputs, "group.distance_")[row][0];
                equal(distance, expected[at + 1], what + ", distance");
                boolean clear = Double.isNaN(expected[at + 2]) || expected[at + 2] - expected[at + 1] > 1e-4;
                if (clear) {
                    assertThat(longs(outputs, "group")[row][0]).as(what).isEqualTo((long) expected[at]);
                }
                continue;
            }
            float[] values = floats(outputs, task.name())[row];
            assertThat(values).as(what).hasSize(task.outputWidth());
            for (int i = 0; i < values.length; i++) {
                equal(values[i], expected[at + i], what + ", " + task.name() + " " + i);
            }
        }
    }

    /** To 1e-5, relative where it is more than 1. */
    private static void equal(double actual, double expected, String what) {
        assertThat(actual).as(what).isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
    }

    private static OrtSession session(RandomLearner learner) throws IOException, OrtException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OnnxModel.of(learner.run().learner.frozen(), INFO).writeTo(bytes);
        return OrtEnvironment.getEnvironment().createSession(bytes.toByteArray());
    }

    private static Map<String, Object> run(OrtSession session, List<RandomLearner.Probe> probes) throws OrtException {
        float[][] rows = probes.stream().map(RandomLearner.Probe::row).toArray(float[][]::new);
        String input = session.getInputNames().iterator().next();
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), rows);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            Map<String, Object> outputs = new HashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                outputs.put(output.getKey(), output.getValue().getValue());
            }
            return outputs;
        }
    }

    private static float[][] floats(Map<String, Object> outputs, String name) {
        return (float[][]) requireNonNull(outputs.get(name));
    }

    private static long[][] longs(Map<String, Object> outputs, String name) {
        return (long[][]) requireNonNull(outputs.get(name));
    }
}

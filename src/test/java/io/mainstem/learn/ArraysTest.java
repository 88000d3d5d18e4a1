package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.learn.onnx.RandomLearner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a learner writes in the format of NumPy, read as that format's description says. */
class ArraysTest {

    private final RandomLearner trained = new RandomLearner(11, "ple", RandomLearner.ALL_FEATURES, 300);
    private final FrozenModel model = trained.run().learner.frozen();
    private final Map<String, byte[]> arrays = arrays();

    private Map<String, byte[]> arrays() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        trained.run().learner.writeArrays((name, npy) -> assertThat(all.put(name, npy))
                .as(name)
                .isNull());
        return all;
    }

    @Test
    void hasEveryWeightInItsShape() {
        model.weights().forEach((name, tensor) -> {
            byte[] npy = array(name);
            assertThat(header(npy)).as(name).contains("'descr': '<f4'").contains("'fortran_order': False");
            assertThat(shape(npy)).as(name).isEqualTo(shape(tensor.shape()));
            float[] values = new float[tensor.values().length];
            floats(npy).get(values);
            assertThat(values).as(name).isEqualTo(tensor.values());
        });
    }

    @Test
    void hasWhatTheOptimizerKeepsBesideThem() {
        model.weights().forEach((name, tensor) -> {
            List<String> own = arrays.keySet().stream()
                    .filter(each -> each.startsWith("optimizer.") && each.endsWith("." + name))
                    .toList();
            assertThat(own).as(name).hasSize(3);
            for (String each : own) {
                if (!each.startsWith("optimizer.steps.")) {
                    assertThat(shape(array(each))).as(each).isEqualTo(shape(tensor.shape()));
                }
            }
        });
    }

    @Test
    void hasScalesAndCentroids() {
        assertThat(header(array("encoder.mean"))).contains("'descr': '<f8'");
        assertThat(body(array("encoder.mean")).getDouble())
                .isEqualTo(model.inputs().get(0).mean());
        assertThat(body(array("encoder.factor")).getDouble())
                .isEqualTo(model.inputs().get(0).factor());
        assertThat(shape(array("targets.features.mean"))).isEqualTo("(2,)");
        assertThat(body(array("targets.features.factor")).getDouble())
                .isEqualTo(model.targets().get(3).get(0).factor());
        double[] first =
                requireNonNull(requireNonNull(model.centroids().get("group")).get(0));
        assertThat(shape(array("head.group.centroids"))).isEqualTo("(4, " + first.length + ")");
        assertThat(body(array("head.group.centroids")).getDouble()).isEqualTo(first[0]);
        assertThat(header(array("steps"))).contains("'descr': '<i8'");
        assertThat(body(array("steps")).getLong())
                .isEqualTo(trained.run().learner.model().step());
    }

    private byte[] array(String name) {
        return requireNonNull(arrays.get(name), name);
    }

    private static String shape(long[] shape) {
        return shape.length == 1 ? "(" + shape[0] + ",)" : "(" + shape[0] + ", " + shape[1] + ")";
    }

    private static String header(byte[] npy) {
        return new String(npy, 10, length(npy), ISO_8859_1);
    }

    private static int length(byte[] npy) {
        assertThat(new String(npy, 0, 6, ISO_8859_1)).isEqualTo("\u0093NUMPY");
        return Short.toUnsignedInt(
                ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).getShort(8));
    }

    private static String shape(byte[] npy) {
        return header(npy).replaceFirst("(?s).*'shape': (\\([^)]*\\)).*", "$1");
    }

    private static ByteBuffer body(byte[] npy) {
        return ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).position(10 + length(npy));
    }

    private static FloatBuffer floats(byte[] npy) {
        return body(npy).asFloatBuffer();
    }
}

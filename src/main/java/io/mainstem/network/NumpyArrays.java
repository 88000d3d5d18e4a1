package io.mainstem.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays in the format of NumPy, written by ND4J. */
public final class NumpyArrays {

    private static final String OF_OPTIMIZER = "optimizer.";

    private NumpyArrays() {}

    /** Doubles, {@code [values.length]}. */
    public static byte[] of(double[] values) {
        return npy(Nd4j.createFromArray(values), values.length);
    }

    /** Integers, {@code [values.length]}. */
    public static byte[] of(long[] values) {
        return npy(Nd4j.createFromArray(values), values.length);
    }

    /** Parameters in their shape, and so what the optimiser keeps for each of their numbers. */
    static void write(Parameter[] parameters, NetworkState state, ArraySink sink) {
        Map<String, Parameter> byName = new HashMap<>();
        for (Parameter parameter : parameters) {
            byName.put(parameter.name(), parameter);
        }
        for (StateArray array : state.all()) {
            if (array.bytes() > 0) {
                sink.array(array.name(), npy(array, byName));
            }
        }
    }

    private static byte[] npy(StateArray array, Map<String, Parameter> byName) {
        ByteBuffer bytes = ByteBuffer.allocate(array.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        array.write(0, array.bytes(), bytes);
        bytes.flip();
        if (array instanceof DoubleState matrix) {
            double[] values = new double[bytes.remaining() / Double.BYTES];
            bytes.asDoubleBuffer().get(values);
            int columns = matrix.columns();
            return columns == 1 ? of(values) : npy(Nd4j.createFromArray(values), values.length / columns, columns);
        }
        if (array instanceof CountState) {
            long[] values = new long[bytes.remaining() / Long.BYTES];
            bytes.asLongBuffer().get(values);
            return of(values);
        }
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        Parameter parameter = byName.get(parameterOf(array.name()));
        return parameter == null ? npy(Nd4j.createFromArray(values), values.length) : npy(values, parameter);
    }

    /** {@code optimizer.<moment>.<parameter>} or the parameter itself. */
    private static String parameterOf(String name) {
        return name.startsWith(OF_OPTIMIZER) ? name.substring(name.indexOf('.', OF_OPTIMIZER.length()) + 1) : name;
    }

    private static byte[] npy(float[] values, Parameter parameter) {
        Matrix matrix = parameter.values();
        if (!parameter.isMatrix()) {
            return npy(Nd4j.createFromArray(values), values.length);
        }
        return parameter.isTransposed()
                ? npy(
                        Nd4j.createFromArray(Parameters.transpose(values, matrix.rows(), matrix.columns())),
                        matrix.columns(),
                        matrix.rows())
                : npy(Nd4j.createFromArray(values), matrix.rows(), matrix.columns());
    }

    private static byte[] npy(INDArray flat, long... shape) {
        return Nd4j.toNpyByteArray(flat.reshape('c', shape));
    }
}

package io.mainstem.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The network's parameters by name, each with a {@code .b} beside the {@code .W}, numbers from 0:
 *
 * <ul>
 *   <li>{@code trunk.<k>.W};
 *   <li>of a mixture of experts {@code trunk.expert<e>.<k>.W} and {@code trunk.gate.<task>.W};
 *   <li>of progressive layered extraction {@code trunk.<level>.shared<e>.<k>.W}, {@code trunk.<level>.expert<e>.<task>.<k>.W},
 *       {@code trunk.<level>.gate.<task>.W} and, below the top level, {@code trunk.<level>.gate.W}, the shared gate;
 *   <li>{@code head.<task>.<k>.W}.
 * </ul>
 *
 * <p>What a task is called, dots and digits or not, never makes two names the same. A weight matrix is {@code [in, out]},
 * a bias {@code [out]}. The first rows of a matrix that reads the inputs belong to the dense ones, the others to the
 * sparse ones.
 *
 * <p>An unknown name is an {@link IllegalArgumentException}. Not thread-safe: views show, and change, what the network
 * works on.
 */
public final class Parameters {

    private final Map<String, Parameter> byName = new LinkedHashMap<>();

    Parameters(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            byName.put(parameter.name(), parameter);
        }
    }

    /** The trunk's, bottom to top, then each task's in declaration order. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** {@code [in, out]} or {@code [out]}. */
    public long[] shape(String name) {
        return view(name).shape();
    }

    /** The parameter itself, to read and to write. Its strides need not be those of a packed array. */
    public INDArray view(String name) {
        return parameter(name).view();
    }

    /**
     * The gradient that the optimiser got in the last step. That of a matrix on the inputs has the rows of the dense ones
     * only, if there are any; {@link #gradient} has them all. Stale where the step did not {@link #reached reach}.
     */
    public INDArray gradientView(String name) {
        return parameter(name).gradientView();
    }

    /** Whether the last step had a gradient for the parameter. */
    public boolean reached(String name) {
        return parameter(name).reached();
    }

    /** A copy, row-major. */
    public float[] values(String name) {
        Parameter parameter = parameter(name);
        return rowMajor(parameter, parameter.values());
    }

    /** Replaces the parameter by row-major values, as many as it has. */
    public void assign(String name, float[] values) {
        Parameter parameter = parameter(name);
        Matrix target = parameter.values();
        if (values.length != target.length()) {
            throw new IllegalArgumentException(
                    name + ": expected " + target.length() + " numbers, got " + values.length);
        }
        float[] kept = parameter.isTransposed()
                ? transpose(values, /* rows= */ target.columns(), /* columns= */ target.rows())
                : values;
        target.write(0, kept, kept.length);
    }

    /** A copy of the gradient of the last step, row-major, rows of idle sparse inputs 0; see {@link #gradientView}. */
    public float[] gradient(String name) {
        Parameter parameter = parameter(name);
        float[] dense = rowMajor(parameter, parameter.gradient());
        SparseRows sparse = parameter.sparse();
        if (sparse == null) {
            return dense;
        }
        float[] all = new float[parameter.values().length()];
        System.arraycopy(dense, 0, all, 0, dense.length);
        int units = sparse.weights().columns();
        for (int s = 0; s < sparse.used(); s++) {
            System.arraycopy(sparse.gradient(s), 0, all, dense.length + sparse.row(s) * units, units);
        }
        return all;
    }

    /** SHA-256 over all values in the order of {@link #names}, row-major, little-endian; hexadecimal. */
    String checksum() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        for (Parameter parameter : byName.values()) {
            float[] values = rowMajor(parameter, parameter.values());
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static float[] rowMajor(Parameter parameter, Matrix matrix) {
        float[] values = new float[matrix.length()];
        matrix.read(0, values, values.length);
        return parameter.isTransposed() ? transpose(values, matrix.rows(), matrix.columns()) : values;
    }

    /** Row-major {@code [rows, columns]} to {@code [columns, rows]}. */
    static float[] transpose(float[] values, int rows, int columns) {
        float[] transposed = new float[values.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                transposed[c * rows + r] = values[r * columns + c];
            }
        }
        return transposed;
    }

    private Parameter parameter(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter " + name + "; there are " + byName.keySet());
        }
        return parameter;
    }
}

package io.mainstem.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** f(x·W + b) over the rows of a mini-batch: x is {@code [batch, in]}, W {@code [in, units]}, b {@code [units]}. */
final class DenseLayer {

    /** Floats to a piece of scratch: two of them stay in the first-level cache. */
    private static final int PIECE = 2048;

    private final Parameter weights;
    private final Parameter bias;
    private final Matrix denseWeights;
    private final Nonlinearity nonlinearity;
    private final Representation output;
    /** What the nonlinearity derives from, where that is not its output. */
    private final @Nullable Matrix linear;

    private final Matrix ones;
    private final float[] biases;
    private final float[] row;
    private final float[] from = new float[PIECE];
    private final float[] derivative = new float[PIECE];

    /** A layer of zero weights over {@code inputs} columns, of which the last {@code sparseInputs} are sparse. */
    DenseLayer(String name, int inputs, int sparseInputs, int units, Nonlinearity nonlinearity, int capacity) {
        int dense = inputs - sparseInputs;
        Matrix w = Matrix.zeros(inputs, units);
        SparseRows sparse = sparseInputs == 0 ? null : new SparseRows(w.rows(dense, sparseInputs));
        weights = new Parameter(name + ".W", Parameter.Form.MATRIX, w, Matrix.zeros(dense, units), sparse);
        bias = new Parameter(name + ".b", Parameter.Form.VECTOR, Matrix.zeros(1, units), Matrix.zeros(1, units), null);
        denseWeights = weights.denseValues();
        this.nonlinearity = nonlinearity;
        output = new Representation(capacity, units);
        linear = nonlinearity.derivesFromInput() ? Matrix.zeros(capacity, units) : null;
        ones = Matrix.zeros(1, capacity);
        float[] one = new float[capacity];
        java.util.Arrays.fill(one, 1f);
        ones.write(0, one, capacity);
        biases = new float[units];
        row = new float[units];
    }

    List<Parameter> parameters() {
        return List.of(weights, bias);
    }

    Parameter weights() {
        return weights;
    }

    Representation output() {
        return output;
    }

    /**
     * The layer's output.
     *
     * @param beta 1 to add to what stands in the output already (the share of the sparse inputs), else 0
     */
    void forward(int rows, Matrix x, float beta) {
        Matrix z = output.values();
        if (denseWeights.rows() > 0) {
            Blas.multiply(rows, x, denseWeights, beta, z);
        }
        bias.values().readRow(0, biases);
        int units = biases.length;
        for (int r = 0; r < rows; r++) {
            z.readRow(r, row);
            add(row, biases, units);
            if (linear != null) {
                linear.writeRow(r, row);
            }
            nonlinearity.apply(row, units);
            z.writeRow(r, row);
        }
        output.spend();
    }

    /** The gradients of W and b, and the input's share if it wants one, of the output's gradient, which this uses up. */
    void backward(int rows, Matrix x, @Nullable Representation input) {
        Matrix d = output.gradient();
        derive(rows, d);
        if (denseWeights.rows() > 0) {
            Blas.transposedMultiply(rows, x, d, weights.gradient());
        }
        Blas.columnSums(rows, d, ones, bias.gradient());
        if (input != null) {
            Blas.multiplyTransposed(rows, d, weights.values(), input.takeShare(), input.gradient());
        }
        weights.reach(true);
        bias.reach(true);
        output.spend();
    }

    private void derive(int rows, Matrix d) {
        if (nonlinearity == Nonlinearity.IDENTITY) {
            return;
        }
        Matrix source = linear == null ? output.values() : linear;
        int length = rows * d.columns();
        for (int at = 0; at < length; at += PIECE) {
            int n = Math.min(PIECE, length - at);
            source.read(at, from, n);
            d.read(at, derivative, n);
            nonlinearity.derive(from, derivative, n);
            d.write(at, derivative, n);
        }
    }

    private static void add(float[] sum, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += x[i];
        }
    }
}

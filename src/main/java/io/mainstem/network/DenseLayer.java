package io.mainstem.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** f(x·W + b) over the rows of a mini-batch: x is {@code [batch, in]}, W {@code [in, units]}, b {@code [units]}. */
final class DenseLayer {

    /** Floats to a piece of scratch, or a row where that is longer: three of them stay in the first-level cache. */
    private static final int PIECE = 2048;

    private final Parameter weights;
    private final Parameter bias;
    private final Matrix denseWeights;
    private final Nonlinearity nonlinearity;
    private final Representation output;
    private final Matrix ones;
    private final int pieceRows;
    /** {@code [pieceRows, units]} the biases in every row. */
    private final float[] biases;
    /** {@code [pieces][pieceRows, units]} what the nonlinearity derives from, kept of the last forward pass. */
    private final float[][] kept;
    /** {@code [pieceRows, units]} */
    private final float[] scratch;

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
        ones = Matrix.zeros(1, capacity);
        float[] one = new float[capacity];
        java.util.Arrays.fill(one, 1f);
        ones.write(0, one, capacity);
        pieceRows = Math.max(1, Math.min(capacity, PIECE / units));
        biases = new float[pieceRows * units];
        kept = new float[(capacity + pieceRows - 1) / pieceRows][pieceRows * units];
        scratch = new float[pieceRows * units];
    }

    List<Parameter> parameters() {
        return List.of(weights, bias);
    }

    Parameter weights() {
        return weights;
    }

    Nonlinearity nonlinearity() {
        return nonlinearity;
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
        readBiases(Math.min(rows, pieceRows));
        for (int p = 0; p * pieceRows < rows; p++) {
            int n = pieceLength(rows, p);
            int at = p * biases.length;
            float[] piece = kept[p];
            z.read(at, piece, n);
            add(piece, biases, n);
            if (nonlinearity.derivesFromInput()) {
                System.arraycopy(piece, 0, scratch, 0, n);
                piece = scratch;
            }
            nonlinearity.apply(piece, n);
            z.write(at, piece, n);
        }
        output.spend();
    }

    /**
     * The gradients of W and b, and the input's share if it wants one, of the output's gradient, which this uses up.
     *
     * @return the sum of the magnitudes of the loss's derivatives by x·W + b
     */
    double backward(int rows, Matrix x, @Nullable Representation input) {
        Matrix d = output.gradient();
        derive(rows, d);
        if (denseWeights.rows() > 0) {
            Blas.transposedMultiply(rows, x, d, weights.gradient());
        }
        Blas.columnSums(rows, d, ones, bias.gradient());
        if (input != null) {
            Blas.multiplyTransposed(rows, d, weights.values(), input.takeShare(), input.gradient());
        }
        double magnitude = Blas.magnitudes(rows, d);
        weights.reach(magnitude * Blas.magnitudes(rows, x));
        bias.reach(magnitude);
        output.spend();
        return magnitude;
    }

    private void derive(int rows, Matrix d) {
        if (nonlinearity == Nonlinearity.IDENTITY) {
            return;
        }
        for (int p = 0; p * pieceRows < rows; p++) {
            int n = pieceLength(rows, p);
            int at = p * biases.length;
            d.read(at, scratch, n);
            nonlinearity.derive(kept[p], scratch, n);
            d.write(at, scratch, n);
        }
    }

    private int pieceLength(int rows, int piece) {
        return Math.min(pieceRows, rows - piece * pieceRows) * output.width();
    }

    private void readBiases(int times) {
        int units = output.width();
        bias.values().readRow(0, biases);
        for (int r = 1; r < times; r++) {
            System.arraycopy(biases, 0, biases, r * units, units);
        }
    }

    private static void add(float[] sum, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += x[i];
        }
    }
}

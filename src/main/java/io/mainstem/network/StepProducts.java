package io.mainstem.network;

import java.util.SplittableRandom;

/**
 * The matrix products of one step of a multilayer perceptron with all heads in one linear layer, made by the same calls
 * and on the same shapes, and nothing else: the floor under the time of a step. Not thread-safe.
 */
public final class StepProducts {

    private final int rows;
    /** {@code [rows, width]} of the inputs, each hidden layer and the outputs. */
    private final Matrix[] activations;
    /** The same. */
    private final Matrix[] gradients;
    /** {@code [below, above]}; that of the outputs the other way about, as the heads keep theirs. */
    private final Matrix[] weights;
    /** The same. */
    private final Matrix[] weightGradients;

    /** For mini-batches of {@code rows}; the widths are those of the inputs, each hidden layer and the outputs. */
    public StepProducts(int rows, int... widths) {
        this.rows = rows;
        int layers = widths.length - 1;
        activations = new Matrix[layers + 1];
        gradients = new Matrix[layers + 1];
        weights = new Matrix[layers];
        weightGradients = new Matrix[layers];
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k <= layers; k++) {
            activations[k] = random(rows, widths[k], random);
            gradients[k] = random(rows, widths[k], random);
        }
        for (int k = 0; k < layers; k++) {
            boolean last = k == layers - 1;
            int in = widths[k];
            int out = widths[k + 1];
            weights[k] = random(last ? out : in, last ? in : out, random);
            weightGradients[k] = Matrix.zeros(last ? out : in, last ? in : out);
        }
    }

    /** The kernels that OpenBLAS is told to use, its {@code OPENBLAS_CORETYPE}; empty where it chooses itself. */
    public static String kernels() {
        return Blas.kernels();
    }

    /** Those of the forward and of the backward pass. */
    public void run() {
        int last = weights.length - 1;
        for (int k = 0; k < last; k++) {
            Blas.multiply(rows, activations[k], weights[k], 0f, activations[k + 1]);
        }
        Blas.multiplyTransposed(rows, activations[last], weights[last], 0f, activations[last + 1]);

        Blas.transposedMultiply(rows, gradients[last + 1], activations[last], weightGradients[last]);
        Blas.multiply(rows, gradients[last + 1], weights[last], 0f, gradients[last]);
        for (int k = last - 1; k >= 0; k--) {
            Blas.transposedMultiply(rows, activations[k], gradients[k + 1], weightGradients[k]);
            if (k > 0) {
                Blas.multiplyTransposed(rows, gradients[k + 1], weights[k], 0f, gradients[k]);
            }
        }
    }

    private static Matrix random(int rows, int columns, SplittableRandom random) {
        Matrix matrix = Matrix.zeros(rows, columns);
        float[] values = new float[rows * columns];
        // Small enough that products of products stay finite, and none is denormal.
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.1 * (random.nextDouble() - 0.5));
        }
        matrix.write(0, values, values.length);
        return matrix;
    }
}

package io.mainstem.network;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A weight matrix {@code [in, out]} or a bias {@code [out]}, and the gradient of the last step.
 *
 * <p>The last linear layers of heads are kept transposed, {@code [out, in]}, so that those of many tasks lie side by side
 * and are one product, while each is a stretch of its own to the optimiser. The last rows of the first layer's matrix
 * may be sparse: their gradients are in {@link SparseRows}, and {@code gradient} covers the rows before them only.
 */
final class Parameter {

    /** Which way the numbers lie. */
    enum Form {
        MATRIX,
        TRANSPOSED_MATRIX,
        VECTOR
    }

    private final String name;
    private final Form form;
    private final Matrix values;
    private final Matrix denseValues;
    private final Matrix gradient;
    private final @Nullable SparseRows sparse;
    private boolean reached;
    private double gradientBound;

    Parameter(String name, Form form, Matrix values, Matrix gradient, @Nullable SparseRows sparse) {
        this.name = name;
        this.form = form;
        this.values = values;
        this.gradient = gradient;
        this.sparse = sparse;
        denseValues = sparse == null ? values : values.rows(0, gradient.rows());
    }

    String name() {
        return name;
    }

    Matrix values() {
        return values;
    }

    /** The part of {@link #values} that has a place in {@link #gradient}. */
    Matrix denseValues() {
        return denseValues;
    }

    Matrix gradient() {
        return gradient;
    }

    @Nullable
    SparseRows sparse() {
        return sparse;
    }

    boolean isMatrix() {
        return form != Form.VECTOR;
    }

    boolean isTransposed() {
        return form == Form.TRANSPOSED_MATRIX;
    }

    /** Whether the current step has a gradient for it; where not, it stays untouched. */
    boolean reached() {
        return reached;
    }

    /**
     * The current step has a gradient for it.
     *
     * @param bound no number of the gradient is larger in magnitude; NaN or infinite where nothing is known
     */
    void reach(double bound) {
        reached = true;
        gradientBound = bound;
    }

    void leave() {
        reached = false;
    }

    /** What {@link #reach} was told. */
    double gradientBound() {
        return gradientBound;
    }

    INDArray view() {
        return view(values);
    }

    INDArray gradientView() {
        return view(gradient);
    }

    private INDArray view(Matrix matrix) {
        return switch (form) {
            case MATRIX -> matrix.view();
            case TRANSPOSED_MATRIX -> matrix.transposedView();
            case VECTOR -> matrix.flatView();
        };
    }
}

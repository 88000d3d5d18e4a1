package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bottom layer of a stack: reads dense inputs by a matrix product, of the sparse ones only those in use. */
final class InputLayer {

    private final DenseLayer layer;
    private final Source source;
    private final @Nullable SparseRows sparse;

    /** A layer of zero weights. */
    InputLayer(String name, Source source, int units, Nonlinearity nonlinearity, int capacity) {
        this.source = source;
        int inputs = source.values().columns() + source.sparseInputs();
        layer = new DenseLayer(name, inputs, source.sparseInputs(), units, nonlinearity, capacity);
        sparse = layer.weights().sparse();
    }

    List<Parameter> parameters() {
        return layer.parameters();
    }

    Representation output() {
        return layer.output();
    }

    void forward(MiniBatch batch) {
        if (sparse != null) {
            sparse.forward(batch, layer.output().values());
        }
        layer.forward(batch.size(), source.values(), sparse == null ? 0f : 1f);
    }

    void backward(MiniBatch batch) {
        double magnitude = layer.backward(batch.size(), source.values(), source.representation());
        if (sparse != null) {
            double values = sparse.backward(batch, layer.output().gradient());
            layer.weights().reach(layer.weights().gradientBound() + magnitude * values);
        }
    }
}

package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first layer: reads a mini-batch, the dense inputs by a matrix product, of the sparse ones only those in use. */
final class InputLayer {

    private final DenseLayer layer;
    private final Matrix dense;
    private final @Nullable SparseRows sparse;

    InputLayer(String name, int denseInputs, int sparseInputs, int units, Nonlinearity nonlinearity, int capacity) {
        layer = new DenseLayer(name, denseInputs + sparseInputs, sparseInputs, units, nonlinearity, capacity);
        dense = Matrix.zeros(capacity, denseInputs);
        sparse = layer.weights().sparse();
    }

    List<Parameter> parameters() {
        return layer.parameters();
    }

    Representation output() {
        return layer.output();
    }

    void forward(MiniBatch batch) {
        dense.write(0, batch.dense(), batch.size() * dense.columns());
        if (sparse != null) {
            sparse.forward(batch, layer.output().values());
        }
        layer.forward(batch.size(), dense, sparse == null ? 0f : 1f);
    }

    void backward(MiniBatch batch) {
        layer.backward(batch.size(), dense, null);
        if (sparse != null) {
            sparse.backward(batch, layer.output().gradient());
        }
    }
}

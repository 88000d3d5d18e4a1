package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.LayerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A multilayer perceptron: one representation for all tasks. */
final class MlpTrunk implements Trunk {

    private final InputLayer first;
    private final DenseLayer[] others;
    private final Representation top;

    /** At least one layer, with the given initial weights. */
    MlpTrunk(
            List<LayerSpec> layers,
            int denseInputs,
            int sparseInputs,
            int fanIn,
            int capacity,
            InitialWeights initial) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("trunk.layers: expected at least one layer");
        }
        LayerSpec bottom = layers.get(0);
        Nonlinearity nonlinearity = Nonlinearity.of(bottom.activation());
        first = new InputLayer("trunk.0", denseInputs, sparseInputs, bottom.units(), nonlinearity, capacity);
        initial.hidden(first.parameters().get(0), fanIn, nonlinearity);
        others = new DenseLayer[layers.size() - 1];
        Representation below = first.output();
        for (int k = 1; k < layers.size(); k++) {
            others[k - 1] = initial.hiddenLayer("trunk." + k, below.width(), layers.get(k), capacity);
            below = others[k - 1].output();
        }
        top = below;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(first.parameters());
        for (DenseLayer layer : others) {
            parameters.addAll(layer.parameters());
        }
        return parameters;
    }

    @Override
    public List<Parameter> lastShared() {
        List<Parameter> top = others.length == 0 ? first.parameters() : others[others.length - 1].parameters();
        return top.subList(0, 1);
    }

    @Override
    public Representation representation(int task) {
        return top;
    }

    @Override
    public void forward(MiniBatch batch) {
        first.forward(batch);
        Representation below = first.output();
        for (DenseLayer layer : others) {
            layer.forward(batch.size(), below.values(), 0f);
            below = layer.output();
        }
    }

    @Override
    public void backward(MiniBatch batch, boolean[] active) {
        for (int k = others.length - 1; k >= 0; k--) {
            Representation below = k == 0 ? first.output() : others[k - 1].output();
            others[k].backward(batch.size(), below.values(), below);
        }
        first.backward(batch);
    }

    @Override
    public Map<String, Matrix> activations() {
        Map<String, Matrix> activations = new LinkedHashMap<>();
        activations.put("trunk.0", first.output().values());
        for (int k = 1; k <= others.length; k++) {
            activations.put("trunk." + k, others[k - 1].output().values());
        }
        return activations;
    }
}

package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A multilayer perceptron: at least one layer, one upon the other. */
final class Stack {

    private final String name;
    private final InputLayer first;
    private final DenseLayer[] others;
    private final Representation top;

    /** With the given initial weights; the layers are called {@code <name>.<k>}. */
    Stack(String name, Source source, List<LayerSpec> layers, int capacity, InitialWeights initial) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("trunk.layers: expected at least one layer");
        }
        this.name = name;
        LayerSpec bottom = layers.get(0);
        Nonlinearity nonlinearity = Nonlinearity.of(bottom.activation());
        first = new InputLayer(name + ".0", source, bottom.units(), nonlinearity, capacity);
        initial.hidden(first.parameters().get(0), source.fanIn(), nonlinearity);
        others = new DenseLayer[layers.size() - 1];
        Representation below = first.output();
        for (int k = 1; k < layers.size(); k++) {
            others[k - 1] = initial.hiddenLayer(name + "." + k, below.width(), layers.get(k), capacity);
            below = others[k - 1].output();
        }
        top = below;
    }

    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(first.parameters());
        for (DenseLayer layer : others) {
            parameters.addAll(layer.parameters());
        }
        return parameters;
    }

    /** The weights of the top layer. */
    Parameter topWeights() {
        return others.length == 0 ? first.parameters().get(0) : others[others.length - 1].weights();
    }

    Representation output() {
        return top;
    }

    void forward(MiniBatch batch) {
        first.forward(batch);
        Representation below = first.output();
        for (DenseLayer layer : others) {
            layer.forward(batch.size(), below.values(), 0f);
            below = layer.output();
        }
    }

    /** The gradients of the parameters, and the source's share, of the output's gradient, which this uses up. */
    void backward(MiniBatch batch) {
        for (int k = others.length - 1; k >= 0; k--) {
            Representation below = k == 0 ? first.output() : others[k - 1].output();
            others[k].backward(batch.size(), below.values(), below);
        }
        first.backward(batch);
    }

    /** Adds the layers' outputs by their names. */
    void activations(Map<String, Matrix> into) {
        into.put(name + ".0", first.output().values());
        for (int k = 1; k <= others.length; k++) {
            into.put(name + "." + k, others[k - 1].output().values());
        }
    }
}

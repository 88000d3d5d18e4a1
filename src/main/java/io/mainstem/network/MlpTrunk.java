package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.LayerSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A multilayer perceptron: one representation for all tasks. */
final class MlpTrunk implements Trunk {

    private final Source inputs;
    private final Stack stack;

    MlpTrunk(List<LayerSpec> layers, Source inputs, int capacity, InitialWeights initial) {
        this.inputs = inputs;
        stack = new Stack("trunk", inputs, layers, capacity, initial);
    }

    @Override
    public List<Parameter> parameters() {
        return stack.parameters();
    }

    @Override
    public List<Parameter> lastShared() {
        return List.of(stack.topWeights());
    }

    @Override
    public Representation representation(int task) {
        return stack.output();
    }

    @Override
    public void forward(MiniBatch batch) {
        inputs.read(batch);
        stack.forward(batch);
    }

    @Override
    public void backward(MiniBatch batch) {
        stack.backward(batch);
    }

    @Override
    public Map<String, Matrix> activations() {
        Map<String, Matrix> activations = new LinkedHashMap<>();
        stack.activations(activations);
        return activations;
    }
}

package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.LayerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A stack of layers whose output goes into any number of {@link Mixture}s. */
final class Expert {

    private final Stack stack;
    private final int width;
    private final float[] values;
    private final float[] gradient;
    private boolean reached;

    Expert(String name, Source source, List<LayerSpec> layers, int capacity, InitialWeights initial) {
        stack = new Stack(name, source, layers, capacity, initial);
        width = stack.output().width();
        values = new float[capacity * width];
        gradient = new float[capacity * width];
    }

    List<Parameter> parameters() {
        return stack.parameters();
    }

    Parameter topWeights() {
        return stack.topWeights();
    }

    int width() {
        return width;
    }

    /** Row-major {@code [rows, width]}, of the last forward pass. */
    float[] values() {
        return values;
    }

    /** The output's gradient as the mixtures add to it, {@code [rows, width]}; 0 before the first of them. */
    float[] gradient(int rows) {
        if (!reached) {
            reached = true;
            Arrays.fill(gradient, 0, rows * width, 0f);
        }
        return gradient;
    }

    void forward(MiniBatch batch) {
        reached = false;
        stack.forward(batch);
        stack.output().values().read(0, values, batch.size() * width);
    }

    /** Nothing where no mixture that takes part has a gradient for it. */
    void backward(MiniBatch batch) {
        if (reached) {
            reached = false;
            stack.output().gradient().write(0, gradient, batch.size() * width);
            stack.backward(batch);
        }
    }

    void activations(Map<String, Matrix> into) {
        stack.activations(into);
    }
}

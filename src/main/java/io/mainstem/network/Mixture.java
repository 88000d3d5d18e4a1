package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.Activation;
import java.util.List;

/** The sum of experts' outputs weighted by a gate: the softmax of a linear layer, a number for each expert and row. */
final class Mixture {

    private final InputLayer gate;
    private final Expert[] experts;
    private final int width;
    private final Representation output;
    /** {@code [capacity, experts]} first logits, then the gate's weights, in the backward pass their gradients. */
    private final float[] gates;

    private final float[] logitGradients;
    private final float[] mixed;

    /** Of experts of the same width; the gate's parameters are {@code <name>.W} and {@code .b}. */
    Mixture(String name, Source source, List<Expert> experts, int capacity, InitialWeights initial) {
        this.experts = experts.toArray(Expert[]::new);
        Nonlinearity linear = Nonlinearity.of(Activation.IDENTITY);
        gate = new InputLayer(name, source, this.experts.length, linear, capacity);
        initial.hidden(gate.parameters().get(0), source.fanIn(), linear);
        width = this.experts[0].width();
        output = new Representation(capacity, width);
        gates = new float[capacity * this.experts.length];
        logitGradients = new float[capacity * this.experts.length];
        mixed = new float[capacity * width];
    }

    List<Parameter> parameters() {
        return gate.parameters();
    }

    Representation output() {
        return output;
    }

    /** After the forward passes of the experts. */
    void forward(MiniBatch batch) {
        int rows = batch.size();
        int n = experts.length;
        gate.forward(batch);
        gate.output().values().read(0, gates, rows * n);
        for (int r = 0; r < rows; r++) {
            softmax(gates, r * n, n);
        }
        java.util.Arrays.fill(mixed, 0, rows * width, 0f);
        for (int e = 0; e < n; e++) {
            float[] values = experts[e].values();
            for (int r = 0; r < rows; r++) {
                float weight = gates[r * n + e];
                for (int i = r * width; i < (r + 1) * width; i++) {
                    mixed[i] += weight * values[i];
                }
            }
        }
        output.values().write(0, mixed, rows * width);
        output.spend();
    }

    private static void softmax(float[] z, int at, int n) {
        float highest = z[at];
        for (int e = 1; e < n; e++) {
            highest = Math.max(highest, z[at + e]);
        }
        double sum = 0;
        for (int e = 0; e < n; e++) {
            sum += Math.exp((double) z[at + e] - highest);
        }
        for (int e = 0; e < n; e++) {
            z[at + e] = (float) (Math.exp((double) z[at + e] - highest) / sum);
        }
    }

    /** The gate's gradients and the experts' shares of the output's gradient, which this uses up; nothing where it has none. */
    void backward(MiniBatch batch) {
        if (output.isSpent()) {
            return;
        }
        int rows = batch.size();
        int n = experts.length;
        float[] d = mixed;
        output.gradient().read(0, d, rows * width);
        output.spend();
        for (int e = 0; e < n; e++) {
            float[] values = experts[e].values();
            float[] gradient = experts[e].gradient(rows);
            for (int r = 0; r < rows; r++) {
                float weight = gates[r * n + e];
                double slope = 0;
                for (int i = r * width; i < (r + 1) * width; i++) {
                    slope += (double) d[i] * values[i];
                    gradient[i] += weight * d[i];
                }
                logitGradients[r * n + e] = (float) slope;
            }
        }
        for (int r = 0; r < rows; r++) {
            double mean = 0;
            for (int e = r * n; e < (r + 1) * n; e++) {
                mean += (double) gates[e] * logitGradients[e];
            }
            for (int e = r * n; e < (r + 1) * n; e++) {
                logitGradients[e] = (float) (gates[e] * (logitGradients[e] - mean));
            }
        }
        gate.output().gradient().write(0, logitGradients, rows * n);
        gate.backward(batch);
    }
}

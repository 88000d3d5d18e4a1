package io.mainstem.network;

import io.mainstem.spec.Activation;
import io.mainstem.spec.LayerSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Layers and mixtures as golden/FORMAT.md writes them down, for one row, by the names of their parameters. */
final class ReferenceLayers {

    private final Map<String, double[]> parameters;

    ReferenceLayers(Map<String, double[]> parameters) {
        this.parameters = parameters;
    }

    double[] parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /** The sum of the experts' outputs, weighted by the softmax of a linear layer. */
    double[] mixture(String gate, double[] x, List<double[]> experts) {
        double[] weights = new double[experts.size()];
        linear(gate, x, weights);
        double sum = 0;
        for (int e = 0; e < weights.length; e++) {
            weights[e] = Math.exp(weights[e]);
            sum += weights[e];
        }
        double[] mixed = new double[experts.get(0).length];
        for (int e = 0; e < weights.length; e++) {
            for (int j = 0; j < mixed.length; j++) {
                mixed[j] += weights[e] / sum * experts.get(e)[j];
            }
        }
        return mixed;
    }

    private void linear(String name, double[] x, double[] z) {
        double[] w = parameter(name + ".W");
        double[] b = parameter(name + ".b");
        for (int j = 0; j < z.length; j++) {
            z[j] = b[j];
            for (int i = 0; i < x.length; i++) {
                z[j] += x[i] * w[i * z.length + j];
            }
        }
    }

    /** A multilayer perceptron. */
    double[] layers(String prefix, List<LayerSpec> layers, double[] x) {
        double[] a = x;
        for (int k = 0; k < layers.size(); k++) {
            double[] next = new double[layers.get(k).units()];
            linear(prefix + "." + k, a, next);
            for (int j = 0; j < next.length; j++) {
                next[j] = activation(layers.get(k).activation(), next[j]);
            }
            a = next;
        }
        return a;
    }

    static double activation(Activation activation, double z) {
        return switch (activation) {
            case IDENTITY -> z;
            case RELU -> Math.max(0, z);
            case TANH -> Math.tanh(z);
            case SIGMOID -> 1 / (1 + Math.exp(-z));
            case LEAKYRELU -> z > 0 ? z : 0.01 * z;
            case ELU -> z > 0 ? z : Math.expm1(z);
            case GELU -> z * normal(z);
            case SWISH -> z / (1 + Math.exp(-z));
        };
    }

    /** The normal distribution function by Simpson's rule from the middle. */
    private static double normal(double z) {
        int intervals = 100;
        double h = z / intervals;
        double sum = 0;
        for (int i = 0; i <= intervals; i++) {
            double x = i * h;
            double weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-0.5 * x * x);
        }
        return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
    }
}

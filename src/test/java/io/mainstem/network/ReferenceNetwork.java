package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.event.LabelLayout;
import io.mainstem.spec.Activation;
import io.mainstem.spec.LayerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The joint loss as golden/FORMAT.md writes it down, in double precision, one row after the other; its gradient by
 * central differences. Slow, and written to be read.
 */
final class ReferenceNetwork {

    private static final double STEP = 1e-6;

    private final LearnerSpec spec;
    private final LabelLayout layout;
    private final int denseInputs;
    private final int inputs;
    private final Map<String, double[]> parameters = new LinkedHashMap<>();

    /** With the parameters that the network has now. */
    ReferenceNetwork(LearnerSpec spec, int denseInputs, int sparseInputs, Network network) {
        this.spec = spec;
        this.layout = new LabelLayout(spec.tasks());
        this.denseInputs = denseInputs;
        this.inputs = denseInputs + sparseInputs;
        for (String name : network.parameters().names()) {
            float[] values = network.parameters().values(name);
            double[] doubles = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                doubles[i] = values[i];
            }
            parameters.put(name, doubles);
        }
    }

    Map<String, double[]> parameters() {
        return parameters;
    }

    /** The derivative of {@link #loss} by each number of the parameter. */
    double[] gradient(String name, MiniBatch batch) {
        double[] gradient = new double[parameter(name).length];
        double[][] byTask = derivatives(name, batch);
        for (int i = 0; i < gradient.length; i++) {
            for (int t = 0; t < byTask[i].length; t++) {
                gradient[i] += spec.tasks().get(t).weight() * byTask[i][t];
            }
        }
        return gradient;
    }

    /** {@code [numbers of the parameter][tasks]} the derivatives of the tasks' losses; 0 for silent tasks. */
    double[][] derivatives(String name, MiniBatch batch) {
        double[] values = parameter(name);
        double[][] derivatives = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            double kept = values[i];
            values[i] = kept + STEP;
            double[] above = taskLosses(batch);
            values[i] = kept - STEP;
            double[] below = taskLosses(batch);
            values[i] = kept;
            derivatives[i] = new double[above.length];
            for (int t = 0; t < above.length; t++) {
                derivatives[i][t] = Double.isNaN(above[t]) ? 0 : (above[t] - below[t]) / (2 * STEP);
            }
        }
        return derivatives;
    }

    /** Of weighted tasks, without regularisation. */
    double loss(MiniBatch batch) {
        double total = 0;
        double[] losses = taskLosses(batch);
        for (int t = 0; t < losses.length; t++) {
            total += Double.isNaN(losses[t]) ? 0 : spec.tasks().get(t).weight() * losses[t];
        }
        return total;
    }

    /** Unweighted; NaN for silent tasks. */
    double[] taskLosses(MiniBatch batch) {
        double[] losses = new double[spec.tasks().size()];
        for (int t = 0; t < losses.length; t++) {
            TaskSpec task = spec.tasks().get(t);
            double sum = 0;
            int labelled = 0;
            for (int r = 0; r < batch.size(); r++) {
                if (batch.labelled()[r * layout.tasks() + t]) {
                    labelled++;
                    sum += rowLoss(task, output(task, input(batch, r)), target(batch, r, t));
                }
            }
            boolean mean = task.reduction() == TaskSpec.Reduction.MEAN;
            losses[t] = labelled == 0 ? Double.NaN : mean ? sum / labelled : sum;
        }
        return losses;
    }

    /** The weights that all tasks share last. */
    List<String> lastShared() {
        if (spec.trunk() instanceof TrunkSpec.Mmoe mmoe) {
            int top = mmoe.layers().size() - 1;
            return IntStream.range(0, mmoe.experts())
                    .mapToObj(e -> "trunk.expert" + e + "." + top + ".W")
                    .toList();
        }
        return List.of("trunk." + (((TrunkSpec.Mlp) spec.trunk()).layers().size() - 1) + ".W");
    }

    /** Whether the parameter gets a gradient where these tasks take part. */
    boolean reached(String name, List<Integer> active) {
        return active.stream()
                .map(t -> spec.tasks().get(t).name())
                .anyMatch(task -> name.startsWith("trunk.gate.")
                        ? name.startsWith("trunk.gate." + task + ".")
                        : name.startsWith("trunk.") || name.startsWith("head." + task + "."));
    }

    /** Units of the layer, if the parameter is the weights of one that reads the inputs; else 0. */
    int unitsOfInputLayer(String name) {
        boolean readsInputs = name.matches("trunk\\.(expert[0-9]+\\.)?0\\.W") || name.matches("trunk\\.gate\\..*\\.W");
        return readsInputs ? parameter(name).length / inputs : 0;
    }

    double[] parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    private double[] input(MiniBatch batch, int row) {
        double[] x = new double[inputs];
        for (int c = 0; c < denseInputs; c++) {
            x[c] = batch.dense()[row * denseInputs + c];
        }
        for (int e = batch.rowStart()[row]; e < batch.rowStart()[row + 1]; e++) {
            x[denseInputs + batch.columns()[e]] = batch.values()[e];
        }
        return x;
    }

    private double[] target(MiniBatch batch, int row, int task) {
        double[] y = new double[spec.tasks().get(task).labelWidth()];
        for (int s = 0; s < y.length; s++) {
            y[s] = batch.targets()[row * layout.labelWidth() + layout.labelOffset(task) + s];
        }
        return y;
    }

    private double[] output(TaskSpec task, double[] x) {
        double[] representation = representation(task, x);
        List<LayerSpec> head = new ArrayList<>(task.hidden());
        head.add(new LayerSpec(task.outputWidth(), Activation.IDENTITY));
        return layers("head." + task.name(), head, representation);
    }

    private double[] representation(TaskSpec task, double[] x) {
        if (spec.trunk() instanceof TrunkSpec.Mmoe mmoe) {
            List<double[]> experts = new ArrayList<>();
            for (int e = 0; e < mmoe.experts(); e++) {
                experts.add(layers("trunk.expert" + e, mmoe.layers(), x));
            }
            return mixture("trunk.gate." + task.name(), x, experts);
        }
        return layers("trunk", ((TrunkSpec.Mlp) spec.trunk()).layers(), x);
    }

    private double[] mixture(String gate, double[] x, List<double[]> experts) {
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

    private double[] layers(String prefix, List<LayerSpec> layers, double[] x) {
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

    /** The normal distribution function by Simpson's rule from far below. */
    private static double normal(double z) {
        int intervals = 400;
        double from = -9;
        double h = (z - from) / intervals;
        double sum = 0;
        for (int i = 0; i <= intervals; i++) {
            double x = from + i * h;
            double weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-0.5 * x * x);
        }
        return sum * h / 3 / Math.sqrt(2 * Math.PI);
    }

    private static double rowLoss(TaskSpec task, double[] z, double[] y) {
        if (task instanceof TaskSpec.Multiclass) {
            double sum = 0;
            for (double logit : z) {
                sum += Math.exp(logit);
            }
            return Math.log(sum) - z[(int) y[0]];
        }
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
            sum += task instanceof TaskSpec.Regression regression
                    ? valueLoss(regression.loss(), z[j], y[j])
                    : Math.log(1 + Math.exp(z[j])) - y[j] * z[j];
        }
        return sum / z.length;
    }

    private static double valueLoss(RegressionLoss loss, double z, double y) {
        if (loss instanceof RegressionLoss.Huber huber) {
            double d = Math.abs(z - y);
            return d <= huber.delta() ? 0.5 * d * d : huber.delta() * (d - 0.5 * huber.delta());
        } else if (loss instanceof RegressionLoss.Quantile pinball) {
            double d = y - z;
            return Math.max(pinball.quantile() * d, (pinball.quantile() - 1) * d);
        } else if (loss instanceof RegressionLoss.Poisson) {
            return Math.exp(z) - y * z;
        }
        return (z - y) * (z - y);
    }
}

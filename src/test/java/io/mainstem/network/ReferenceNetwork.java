package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.event.LabelLayout;
import io.mainstem.spec.Activation;
import io.mainstem.spec.LayerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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
    private final ReferenceLayers layers = new ReferenceLayers(parameters);
    private final ReferenceTrunk trunk;
    /** By the numbers of the tasks. */
    private final Map<Integer, ReferenceClusters> clusters = new LinkedHashMap<>();

    /** With the parameters and clusters that the network has now. */
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
        trunk = new ReferenceTrunk(spec, layers);
        for (int t = 0; t < spec.tasks().size(); t++) {
            if (spec.tasks().get(t) instanceof TaskSpec.Clustering clustering) {
                clusters.put(t, new ReferenceClusters(clustering, network.clusters(t)));
            }
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

    /** Unweighted; NaN for silent tasks, and for clusters that do not shape the trunk or have no centroid yet. */
    double[] taskLosses(MiniBatch batch) {
        double[] losses = losses(batch);
        for (int t = 0; t < losses.length; t++) {
            if (spec.tasks().get(t) instanceof TaskSpec.Clustering clustering && !clustering.shapesTrunk()) {
                losses[t] = Double.NaN;
            }
        }
        return losses;
    }

    /** Of {@link #taskLosses}, what is above the loss of predictions that hit every label. */
    double[] excesses(MiniBatch batch) {
        double[] excesses = taskLosses(batch);
        for (int t = 0; t < excesses.length; t++) {
            TaskSpec task = spec.tasks().get(t);
            if (task instanceof TaskSpec.Regression regression && regression.loss() instanceof RegressionLoss.Poisson) {
                double least = 0;
                int rows = 0;
                for (int r = 0; r < batch.size(); r++) {
                    if (batch.labelled()[r * layout.tasks() + t]) {
                        rows++;
                        for (double y : target(batch, r, t)) {
                            // Of a count of 0 the best logarithm is −∞, and the loss there 0.
                            least += y == 0 ? 0 : y * (1 - Math.log(y)) / regression.outputs();
                        }
                    }
                }
                excesses[t] -= task.reduction() == TaskSpec.Reduction.MEAN ? least / rows : least;
            }
        }
        return excesses;
    }

    /** Unweighted, whether they take part in the step or not; NaN where there is nothing to compare with. */
    double[] losses(MiniBatch batch) {
        int tasks = spec.tasks().size();
        double[] sums = new double[tasks];
        int[] counted = new int[tasks];
        for (int r = 0; r < batch.size(); r++) {
            List<double[]> representations = trunk.representations(input(batch, r));
            for (int t = 0; t < tasks; t++) {
                if (clusters.containsKey(t)) {
                    ReferenceClusters ofTask = clusters(t);
                    counted[t] += ofTask.anyPlaced() ? 1 : 0;
                    sums[t] += ofTask.anyPlaced() ? ofTask.rowLoss(representations.get(t)) : 0;
                } else if (batch.labelled()[r * layout.tasks() + t]) {
                    counted[t]++;
                    TaskSpec task = spec.tasks().get(t);
                    sums[t] += ReferenceLosses.ofRow(task, output(task, representations.get(t)), target(batch, r, t));
                }
            }
        }
        double[] losses = new double[tasks];
        for (int t = 0; t < tasks; t++) {
            boolean mean = spec.tasks().get(t).reduction() == TaskSpec.Reduction.MEAN;
            losses[t] = counted[t] == 0 ? Double.NaN : mean ? sums[t] / counted[t] : sums[t];
        }
        return losses;
    }

    /** What each task reads of each row, {@code [tasks][rows][width]}. */
    double[][][] representations(MiniBatch batch) {
        double[][][] read = new double[spec.tasks().size()][batch.size()][];
        for (int r = 0; r < batch.size(); r++) {
            List<double[]> representations = trunk.representations(input(batch, r));
            for (int t = 0; t < read.length; t++) {
                read[t][r] = representations.get(t);
            }
        }
        return read;
    }

    /** The numbers of the tasks that cluster. */
    Set<Integer> clusterings() {
        return clusters.keySet();
    }

    ReferenceClusters clusters(int task) {
        return Objects.requireNonNull(clusters.get(task));
    }

    /** The weights that all tasks share last. */
    List<String> lastShared() {
        return trunk.lastShared();
    }

    /** Whether the parameter gets a gradient where these tasks take part. */
    boolean reached(String name, List<Integer> active) {
        Set<String> names = active.stream().map(t -> spec.tasks().get(t).name()).collect(Collectors.toSet());
        return name.startsWith("trunk.")
                ? !names.isEmpty() && trunk.reached(name, names)
                : names.stream().anyMatch(task -> name.startsWith("head." + task + "."));
    }

    /** Units of the layer, if the parameter is the weights of one that reads the inputs; else 0. */
    int unitsOfInputLayer(String name) {
        return trunk.readsInputs(name) ? parameter(name).length / inputs : 0;
    }

    double[] parameter(String name) {
        return layers.parameter(name);
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

    private double[] output(TaskSpec task, double[] representation) {
        List<LayerSpec> head = new ArrayList<>(task.hidden());
        head.add(new LayerSpec(task.outputWidth(), Activation.IDENTITY));
        return layers.layers("head." + task.name(), head, representation);
    }
}

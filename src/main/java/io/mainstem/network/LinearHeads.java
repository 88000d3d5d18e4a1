package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.event.LabelLayout;
import io.mainstem.spec.LayerSpec;
import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The heads of tasks that read the same representation: one task with hidden layers of its own, or any number without.
 * The last layers of all of them lie side by side, {@code [outputs, in]}, so that a task costs no product of its own.
 */
final class LinearHeads implements Head {

    private final int[] tasks;
    private final LabelLayout layout;
    private final Loss[] losses;
    private final boolean[] sums;
    /** {@code [tasks + 1]} the first output of each. */
    private final int[] at;

    private final String name;
    private final Representation input;
    private final DenseLayer[] hidden;
    private final Representation top;

    private final Parameter[] weights;
    private final Parameter[] biases;
    private final Matrix allWeights;
    private final Matrix allBiases;
    private final Matrix weightGradients;
    private final Matrix biasGradients;

    private final Matrix products;
    private final Matrix derivatives;
    private final float[] outputs;
    /** {@code [rows, width]} of each row's loss by itself, and times what it counts for in the joint loss. */
    private final float[] outputGradients;

    private final float[] weighed;
    private final float[] bias;
    private final float[] biasGradient;

    LinearHeads(
            int[] tasks,
            List<TaskSpec> specs,
            LabelLayout layout,
            Representation input,
            int capacity,
            InitialWeights initial) {
        this.tasks = tasks.clone();
        this.layout = layout;
        this.input = input;
        int n = tasks.length;
        losses = new Loss[n];
        sums = new boolean[n];
        at = new int[n + 1];
        for (int i = 0; i < n; i++) {
            TaskSpec spec = specs.get(tasks[i]);
            losses[i] = loss(spec);
            sums[i] = spec.reduction() == TaskSpec.Reduction.SUM;
            at[i + 1] = at[i] + spec.outputWidth();
        }
        TaskSpec one = specs.get(tasks[0]);
        name = "head." + one.name() + ".";
        hidden = new DenseLayer[one.hidden().size()];
        Representation below = input;
        for (int k = 0; k < hidden.length; k++) {
            LayerSpec layer = one.hidden().get(k);
            hidden[k] = initial.hiddenLayer(name + k, below.width(), layer, capacity);
            below = hidden[k].output();
        }
        top = below;

        int width = at[n];
        allWeights = Matrix.zeros(width, top.width());
        allBiases = Matrix.zeros(width, 1);
        weightGradients = Matrix.zeros(width, top.width());
        biasGradients = Matrix.zeros(width, 1);
        weights = new Parameter[n];
        biases = new Parameter[n];
        for (int i = 0; i < n; i++) {
            String last = "head." + specs.get(tasks[i]).name() + "." + hidden.length;
            weights[i] = part(last + ".W", Parameter.Form.TRANSPOSED_MATRIX, allWeights, weightGradients, i);
            biases[i] = part(last + ".b", Parameter.Form.VECTOR, allBiases, biasGradients, i);
            initial.last(weights[i]);
        }
        products = Matrix.zeros(capacity, width);
        derivatives = Matrix.zeros(capacity, width);
        outputs = new float[capacity * width];
        outputGradients = new float[capacity * width];
        weighed = new float[capacity * width];
        bias = new float[width];
        biasGradient = new float[width];
    }

    private Parameter part(String parameter, Parameter.Form form, Matrix values, Matrix gradients, int i) {
        int rows = at[i + 1] - at[i];
        return new Parameter(parameter, form, values.rows(at[i], rows), gradients.rows(at[i], rows), null);
    }

    private static Loss loss(TaskSpec spec) {
        if (spec instanceof TaskSpec.Binary) {
            return new SigmoidCrossEntropy(1);
        } else if (spec instanceof TaskSpec.Multilabel multilabel) {
            return new SigmoidCrossEntropy(multilabel.labels().size());
        } else if (spec instanceof TaskSpec.Multiclass multiclass) {
            return new SoftmaxCrossEntropy(multiclass.classes().size());
        } else if (spec instanceof TaskSpec.Regression regression) {
            return ValueLoss.of(regression.loss(), regression.outputs());
        }
        throw new IllegalArgumentException("no loss for " + spec);
    }

    @Override
    public List<Parameter> parameters(int task) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < tasks.length; i++) {
            if (tasks[i] == task) {
                for (DenseLayer layer : hidden) {
                    parameters.addAll(layer.parameters());
                }
                parameters.add(weights[i]);
                parameters.add(biases[i]);
            }
        }
        return parameters;
    }

    @Override
    public void reset(int task, InitialWeights initial) {
        for (int i = 0; i < tasks.length; i++) {
            if (tasks[i] == task) {
                parameters(task).stream().filter(each -> !each.isMatrix()).forEach(LinearHeads::clear);
                for (DenseLayer layer : hidden) {
                    initial.hidden(layer);
                }
                initial.last(weights[i]);
            }
        }
    }

    private static void clear(Parameter bias) {
        int length = bias.values().length();
        bias.values().write(0, new float[length], length);
    }

    @Override
    public void forward(int rows, double[] predictions) {
        Representation below = input;
        for (DenseLayer layer : hidden) {
            layer.forward(rows, below.values(), 0f);
            below = layer.output();
        }
        Blas.multiplyTransposed(rows, below.values(), allWeights, 0f, products);
        int width = bias.length;
        products.read(0, outputs, rows * width);
        allBiases.read(0, bias, width);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < width; j++) {
                outputs[r * width + j] += bias[j];
            }
            for (int i = 0; i < tasks.length; i++) {
                losses[i].predict(
                        outputs,
                        r * width + at[i],
                        predictions,
                        r * layout.outputWidth() + layout.outputOffset(tasks[i]));
            }
        }
    }

    @Override
    public void losses(MiniBatch batch, double[] predictions, TaskLosses result) {
        int width = bias.length;
        Arrays.fill(outputGradients, 0, batch.size() * width, 0f);
        for (int i = 0; i < tasks.length; i++) {
            int task = tasks[i];
            double sum = 0;
            double least = 0;
            int labelled = 0;
            for (int r = 0; r < batch.size(); r++) {
                if (batch.labelled()[r * layout.tasks() + task]) {
                    labelled++;
                    sum += losses[i].of(
                            outputs,
                            r * width + at[i],
                            predictions,
                            r * layout.outputWidth() + layout.outputOffset(task),
                            batch.targets(),
                            r * layout.labelWidth() + layout.labelOffset(task),
                            outputGradients);
                    least += losses[i].least(batch.targets(), r * layout.labelWidth() + layout.labelOffset(task));
                }
            }
            int per = sums[i] ? 1 : labelled;
            result.set(task, labelled, sum / per, least / per);
        }
    }

    @Override
    public void backward(MiniBatch batch, TaskLosses result, double[] taskWeights) {
        int rows = batch.size();
        if (!weigh(rows, result, taskWeights)) {
            return;
        }
        derivatives.write(0, weighed, rows * bias.length);
        biasGradients.write(0, biasGradient, bias.length);
        Blas.transposedMultiply(rows, derivatives, top.values(), weightGradients);
        bound(rows, result);
        if (hidden.length == 0) {
            if (!withoutLeftOut(rows, result)) {
                return;
            }
            Blas.multiply(rows, derivatives, allWeights, top.takeShare(), top.gradient());
            return;
        }
        Blas.multiply(rows, derivatives, allWeights, top.takeShare(), top.gradient());
        for (int k = hidden.length - 1; k >= 0; k--) {
            Representation below = k == 0 ? input : hidden[k - 1].output();
            boolean passes = k > 0 || !result.isLeftOut(tasks[0]);
            hidden[k].backward(rows, below.values(), passes ? below : null);
        }
    }

    /** Clears the derivatives of tasks that do not shape the trunk; false if none are left. */
    private boolean withoutLeftOut(int rows, TaskLosses result) {
        int width = bias.length;
        boolean anyLeft = false;
        boolean anyOut = false;
        for (int i = 0; i < tasks.length; i++) {
            if (!result.isSilent(tasks[i])) {
                boolean out = result.isLeftOut(tasks[i]);
                anyLeft |= !out;
                anyOut |= out;
                for (int r = 0; out && r < rows; r++) {
                    Arrays.fill(weighed, r * width + at[i], r * width + at[i + 1], 0f);
                }
            }
        }
        if (anyOut && anyLeft) {
            derivatives.write(0, weighed, rows * width);
        }
        return anyLeft;
    }

    /** Says which parameters got a gradient, and how large it is at most. */
    private void bound(int rows, TaskLosses result) {
        double magnitude = Blas.magnitudes(rows, derivatives);
        double weightBound = magnitude * Blas.magnitudes(rows, top.values());
        for (int i = 0; i < tasks.length; i++) {
            if (!result.isSilent(tasks[i])) {
                weights[i].reach(weightBound);
                biases[i].reach(magnitude);
            }
        }
    }

    /** Brings each task's weight and reduction into the outputs' gradients; false if all tasks are silent. */
    private boolean weigh(int rows, TaskLosses result, double[] taskWeights) {
        int width = bias.length;
        boolean any = false;
        for (int i = 0; i < tasks.length; i++) {
            int task = tasks[i];
            if (result.isSilent(task)) {
                continue;
            }
            if (!any) {
                any = true;
                Arrays.fill(biasGradient, 0f);
                Arrays.fill(weighed, 0, rows * width, 0f);
            }
            float factor = (float) (sums[i] ? taskWeights[task] : taskWeights[task] / result.labelled(task));
            for (int r = 0; r < rows; r++) {
                for (int j = at[i]; j < at[i + 1]; j++) {
                    float gradient = factor * outputGradients[r * width + j];
                    weighed[r * width + j] = gradient;
                    biasGradient[j] += gradient;
                }
            }
        }
        return any;
    }

    @Override
    public Map<String, Matrix> activations() {
        Map<String, Matrix> activations = new LinkedHashMap<>();
        for (int k = 0; k < hidden.length; k++) {
            activations.put(name + k, hidden[k].output().values());
        }
        return activations;
    }
}

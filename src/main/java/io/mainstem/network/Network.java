package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.event.LabelLayout;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A trunk that all tasks share and a head per task, learned by mini-batches in which labels may be missing. First
 * {@link #forward}, then {@link #predictions}, then, on the same mini-batch, {@link #step}. The same calls on the same
 * machine give the same bits. Nothing is allocated per call, but for sparse inputs more than ever before in a mini-batch.
 *
 * <p>Not thread-safe.
 */
public final class Network {

    /** Beyond this, squares of gradients come near the end of a float, and the optimiser's state would not recover. */
    private static final double LARGEST_LOSS = 1e12;

    private final int capacity;
    private final LabelLayout layout;
    private final InitialWeights initial;
    private final Trunk trunk;
    private final Head[] heads;
    private final Parameter[] parameters;
    private final Parameters named;

    private final Balancer balancer;
    private final Backpropagation backpropagation;
    private final Regularizer regularizer;
    private final GradientClip clip;
    private final LearningRate learningRate;
    private final Optimizer optimizer;
    private final ParameterState[] states;
    private final SavedNetwork saved;
    private final float[] scratchValues;
    private final float[] scratchGradient;

    private final double[] predictions;
    private final TaskLosses losses;
    /** For balancers that want the losses after the step; the predictions before it stay as they are. */
    private final TaskLosses lossesAfter;

    private final double[] predictionsAfter;
    private final double[] weights;
    private final long[] steps = new long[1];
    private int forwardRows;
    /** Whether a step may follow: it takes the outputs of a forward pass with the parameters as they are. */
    private boolean predicted;

    private boolean differentiated;

    /**
     * A network with initial weights seeded by the learner file; takes mini-batches of up to its batch size.
     *
     * @param denseInputs columns of {@link MiniBatch#dense}
     * @param sparseInputs distinct columns that {@link MiniBatch#columns} may name
     * @param fanIn how many inputs of a row are expected not to be 0, for the scale of the first layer's initial weights
     */
    public Network(LearnerSpec spec, int denseInputs, int sparseInputs, int fanIn) {
        List<TaskSpec> tasks = spec.tasks();
        capacity = spec.batch().size();
        layout = new LabelLayout(tasks);
        initial = new InitialWeights(spec.seed());
        Source inputs = Source.inputs(denseInputs, sparseInputs, fanIn, capacity);
        trunk = trunk(spec, inputs);
        balancer = Balancer.of(spec.balancer(), tasks);
        heads = heads(tasks);
        parameters = parametersInOrder().toArray(Parameter[]::new);
        named = new Parameters(List.of(parameters));
        backpropagation = new Backpropagation(trunk, heads, parameters, balancer, tasks.size());

        regularizer = new Regularizer(spec.regularization());
        clip = new GradientClip(spec.optimizer().clipNorm());
        learningRate = new LearningRate(spec.optimizer().learningRate());
        optimizer = Optimizer.of(spec.optimizer());
        states = new ParameterState[parameters.length];
        List<SavedParameter> savedParameters = new ArrayList<>();
        int longest = ParameterState.PIECE;
        for (int p = 0; p < states.length; p++) {
            states[p] = new ParameterState(parameters[p], optimizer.moments().size());
            longest = Math.max(longest, parameters[p].values().columns());
            savedParameters.add(new SavedParameter(parameters[p], states[p], optimizer.moments()));
        }
        scratchValues = new float[longest];
        scratchGradient = new float[longest];

        predictions = new double[capacity * layout.outputWidth()];
        losses = new TaskLosses(tasks.size());
        lossesAfter = new TaskLosses(tasks.size());
        predictionsAfter = new double[balancer.wantsLossesAfter() ? predictions.length : 0];
        weights = new double[tasks.size()];
        saved = new SavedNetwork(savedParameters, trunk, heads, tasks.size(), balancer, steps);
    }

    private Trunk trunk(LearnerSpec spec, Source inputs) {
        if (spec.trunk() instanceof TrunkSpec.Mlp mlp) {
            return new MlpTrunk(mlp.layers(), inputs, capacity, initial);
        } else if (spec.trunk() instanceof TrunkSpec.Mmoe mmoe) {
            return new MmoeTrunk(mmoe, spec.tasks(), inputs, capacity, initial);
        } else if (spec.trunk() instanceof TrunkSpec.Ple ple) {
            return new PleTrunk(ple, spec.tasks(), inputs, capacity, initial);
        }
        throw new IllegalArgumentException("no such trunk: " + spec.trunk());
    }

    /**
     * One head for all tasks without hidden layers that read the same representation, one for each other task. Where each
     * task's gradient is wanted, one for each task, in their order.
     */
    private Head[] heads(List<TaskSpec> tasks) {
        Map<Representation, List<Integer>> together = new LinkedHashMap<>();
        List<Head> all = new ArrayList<>();
        for (int t = 0; t < tasks.size(); t++) {
            Representation input = trunk.representation(t);
            if (tasks.get(t) instanceof TaskSpec.Clustering clustering) {
                all.add(new ClusterHead(t, clustering, layout, input, capacity));
            } else if (tasks.get(t).hidden().isEmpty() && !balancer.wantsGradients()) {
                together.computeIfAbsent(input, none -> new ArrayList<>()).add(t);
            } else {
                all.add(new LinearHeads(new int[] {t}, tasks, layout, input, capacity, initial));
            }
        }
        together.forEach((input, members) -> {
            int[] ids = members.stream().mapToInt(Integer::intValue).toArray();
            all.add(new LinearHeads(ids, tasks, layout, input, capacity, initial));
        });
        return all.toArray(Head[]::new);
    }

    private List<Parameter> parametersInOrder() {
        List<Parameter> all = new ArrayList<>(trunk.parameters());
        for (int t = 0; t < layout.tasks(); t++) {
            for (Head head : heads) {
                all.addAll(head.parameters(t));
            }
        }
        return all;
    }

    /**
     * Predicts every row of the mini-batch.
     *
     * @throws IllegalArgumentException if it has more rows than the learner's batch size
     */
    public void forward(MiniBatch batch) {
        if (batch.size() > capacity) {
            throw new IllegalArgumentException(
                    "expected at most " + capacity + " rows, the batch size, got " + batch.size());
        }
        trunk.forward(batch);
        for (Head head : heads) {
            head.forward(batch.size(), predictions);
        }
        forwardRows = batch.size();
        predicted = true;
        differentiated = false;
    }

    /**
     * The predictions of the last forward pass, {@code [rows, layout.outputWidth]} from the start of the array: probabilities,
     * the values of regressions in the units of the targets, or of clusters what {@link TaskSpec.Clustering} says. Lent until the next forward pass.
     */
    public double[] predictions() {
        return predictions;
    }

    /**
     * One optimiser step on the mini-batch of the last forward pass: {@link #backward} and {@link #update} in one. Without any
     * label in it, nothing happens, but that clusters move: all rows count for them. Nothing happens either with a loss or
     * a gradient that is not finite, or so large that what the optimiser makes of it would not be.
     *
     * @return the weighted sum of the tasks' losses before the step, and the regularisation's penalty; 0 without labels,
     *     NaN if the step was not made because of its loss or its gradient
     * @throws IllegalStateException if the last forward pass had another number of rows, or there was a step since
     */
    public double step(MiniBatch batch) {
        double total = backward(batch);
        return Double.isNaN(total) ? total : total + apply(batch);
    }

    /**
     * The gradients of the joint loss on the mini-batch of the last forward pass. They can be read and written as
     * {@link Parameters#gradientView}s before {@link #update}.
     *
     * @return the weighted sum of the tasks' losses; 0 without labels, NaN if it allows no step
     * @throws IllegalStateException as {@link #step}
     */
    public double backward(MiniBatch batch) {
        if (!predicted) {
            throw new IllegalStateException("a step follows a forward pass, and each needs one of its own");
        }
        checkRows(batch);
        predicted = false;
        backpropagation.begin();
        for (Head head : heads) {
            head.losses(batch, predictions, losses);
        }
        double total = losses.areAtMost(LARGEST_LOSS) ? total() : Double.NaN;
        if (!(Math.abs(total) <= LARGEST_LOSS)) {
            return Double.NaN;
        }
        if (!losses.allSilent()) {
            backpropagation.run(batch, losses, weights, steps[0]);
        }
        differentiated = true;
        return total;
    }

    private double total() {
        if (losses.allSilent()) {
            return 0;
        }
        double total = balancer.weigh(losses, weights);
        for (int t = 0; t < weights.length; t++) {
            if (!losses.isSilent(t)) {
                total += weights[t] * losses.loss(t);
            }
        }
        return total;
    }

    /**
     * The step along the gradients as they are now.
     *
     * @return the regularisation's penalty, NaN if the step was not made because of it or of a gradient
     * @throws IllegalStateException if {@link #backward} was not called before, or did not allow it
     */
    public double update(MiniBatch batch) {
        for (Parameter parameter : parameters) {
            if (parameter.reached()) {
                // Whoever wrote to it need not have kept to what the layers know of its size.
                parameter.reach(Double.NaN);
            }
        }
        return apply(batch);
    }

    private double apply(MiniBatch batch) {
        if (!differentiated) {
            throw new IllegalStateException(
                    "an update follows a backward pass that allowed it, and each needs one of its own");
        }
        checkRows(batch);
        differentiated = false;
        double penalty = losses.allSilent() ? 0 : descend();
        if (Double.isNaN(penalty)) {
            return penalty;
        }
        boolean learned = !losses.allSilent();
        for (Head head : heads) {
            learned |= head.learn(batch);
        }
        if (learned) {
            steps[0]++;
        }
        if (!losses.allSilent()) {
            if (balancer.wantsLossesAfter()) {
                lossesAfter(batch);
            }
            balancer.learn(losses, balancer.wantsLossesAfter() ? lossesAfter : losses);
        }
        return penalty;
    }

    private void checkRows(MiniBatch batch) {
        if (batch.size() != forwardRows) {
            throw new IllegalStateException(
                    "the last forward pass had " + forwardRows + " rows, the mini-batch has " + batch.size());
        }
    }

    private void lossesAfter(MiniBatch batch) {
        trunk.forward(batch);
        for (Head head : heads) {
            head.forward(batch.size(), predictionsAfter);
            head.losses(batch, predictionsAfter, lossesAfter);
        }
    }

    /** From gradients to parameters; returns the penalty, NaN if it or the gradients forbid the step. */
    private double descend() {
        if (!GradientGuard.passes(parameters)) {
            return Double.NaN;
        }
        double penalty = 0;
        for (Parameter parameter : parameters) {
            if (parameter.reached()) {
                penalty += regularizer.apply(parameter);
            }
        }
        if (!(penalty <= LARGEST_LOSS)) {
            return Double.NaN;
        }
        clip.apply(parameters);
        optimizer.rate(learningRate.after(steps[0]));
        for (int p = 0; p < parameters.length; p++) {
            if (parameters[p].reached()) {
                states[p].step(optimizer, scratchValues, scratchGradient);
            }
        }
        return penalty;
    }

    /** Replaces the learner file's learning rate before the schedule's factor; NaN brings the file's back. No part of the state. */
    public void baseLearningRate(double rate) {
        learningRate.base(rate);
    }

    /** Makes the learning rate so many times what it would be; 1 at first. No part of the state. */
    public void learningRateFactor(double factor) {
        learningRate.factor(factor);
    }

    /** The rate of the next step. */
    public double learningRate() {
        return learningRate.after(steps[0]);
    }

    /**
     * Whether the trunk's parameters stay as they are, their moments included, while the heads learn on. What is not
     * stepped has no part in the gradient's norm for clipping, nor in the penalty. No part of the state.
     */
    public void freezeTrunk(boolean frozen) {
        backpropagation.freezeTrunk(frozen);
    }

    /** Steps from now on at the learning rate, and with the trunk frozen or not, as the other one does at present. */
    public void follow(Network other) {
        learningRate.follow(other.learningRate);
        backpropagation.freezeTrunk(other.backpropagation.isTrunkFrozen());
    }

    /**
     * Whether the task no longer shapes the trunk: its head learns on what the others make of the trunk, and what serves
     * the task alone below its head stays as it is, but where others reach it. Its gradient is still compared with
     * theirs. No part of the state.
     */
    public void leaveOut(int task, boolean out) {
        losses.leaveOut(task, out);
    }

    /** What a step on the mini-batch costs, its forward pass included, in units that are the same for every network. */
    public double cost(MiniBatch batch) {
        return StepCost.of(parameters, layout.outputWidth(), batch);
    }

    /** Makes the task's head, and what the optimiser keeps for it, what they were before the first step. */
    public void resetHead(int task) {
        for (Head head : heads) {
            head.reset(task, initial);
            List<Parameter> own = head.parameters(task);
            for (int p = 0; p < parameters.length; p++) {
                if (own.contains(parameters[p])) {
                    states[p].clear();
                }
            }
        }
        predicted = false;
        differentiated = false;
    }

    /** The clusters of a task that clusters. */
    ClusterHead clusters(int task) {
        for (Head head : heads) {
            if (head instanceof ClusterHead clusters && clusters.task() == task) {
                return clusters;
            }
        }
        throw new IllegalArgumentException("task " + task + " clusters nothing");
    }

    /**
     * The centroids of a task that clusters, {@code [k][width]}, as copies; null for one that has no place yet.
     *
     * @throws IllegalArgumentException if the task clusters nothing
     */
    public List<double @Nullable []> centroids(int task) {
        return clusters(task).places();
    }

    /** All arrays of the {@link #state()} in the format of NumPy, under their names, one after the other. */
    public void writeArrays(ArraySink sink) {
        NumpyArrays.write(parameters, saved.state(), sink);
    }

    /** The task's own loss in the last step, before any weight; NaN if no row had a label for it. */
    public double taskLoss(int task) {
        return losses.loss(task);
    }

    /** The factor of the task's loss in the last step; NaN if no row had a label for it. */
    public double taskWeight(int task) {
        return losses.isSilent(task) ? Double.NaN : weights[task];
    }

    /**
     * Whether the last step compared the tasks' gradients: every step does where the balancer asks for the gradients of
     * single tasks, else one in 32 for each task that takes part, but for very large models.
     */
    public boolean comparedGradients() {
        return backpropagation.compared();
    }

    /**
     * The cosine of the angle between two tasks' gradients of the trunk in the last step. NaN where either has none, or
     * the step did not {@linkplain #comparedGradients compare} them.
     */
    public double gradientCosine(int task, int other) {
        return backpropagation.cosine(task, other);
    }

    /** Optimiser steps taken. */
    public long steps() {
        return steps[0];
    }

    public Parameters parameters() {
        return named;
    }

    /** SHA-256 over all parameters in the order of their names, row-major, little-endian; hexadecimal. */
    public String checksum() {
        return named.checksum();
    }

    /**
     * The hidden layers' outputs of the last forward pass by name, such as {@code trunk.<k>} and {@code head.<task>.<k>}, each
     * {@code [rows, units]}; views of what the next pass overwrites.
     */
    public Map<String, INDArray> activations() {
        Map<String, INDArray> views = new LinkedHashMap<>();
        trunk.activations().forEach((name, matrix) -> views.put(name, firstRows(matrix)));
        for (Head head : heads) {
            head.activations().forEach((name, matrix) -> views.put(name, firstRows(matrix)));
        }
        return views;
    }

    private INDArray firstRows(Matrix matrix) {
        return matrix.view().get(NDArrayIndex.interval(0, forwardRows), NDArrayIndex.all());
    }

    /** All that a network of the same learner needs to go on with the same bits. */
    public NetworkState state() {
        return saved.state();
    }

    /** Tells what of the {@link #state()} the last step changed; nothing if it was none. */
    public void changes(StateChanges to) {
        saved.changes(to);
    }
}

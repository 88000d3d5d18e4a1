package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import java.util.List;
import java.util.Map;

/** What lies above the trunk for one task, or for several that are computed together. */
interface Head {

    /** Those of the given task, in the order of the format; none if the task is not of this head. */
    List<Parameter> parameters(int task);

    /** Reads the representation and writes its tasks' slots of {@code predictions}, {@code [batch, layout.outputWidth]}. */
    void forward(int rows, double[] predictions);

    /** Sets its tasks' losses on the predictions of the last forward pass. */
    void losses(MiniBatch batch, double[] predictions, TaskLosses losses);

    /**
     * The gradients of the parameters, and the representation's share; nothing for silent tasks.
     *
     * @param weights {@code [tasks]} the factors of the tasks' losses in this step
     */
    void backward(MiniBatch batch, TaskLosses losses, double[] weights);

    /**
     * What is learned without a gradient, on the rows of the last forward pass, once the step was taken.
     *
     * @return whether anything was
     */
    default boolean learn(MiniBatch batch) {
        return false;
    }

    /** What is learned without a gradient for the given task. */
    default List<StateArray> state(int task) {
        return List.of();
    }

    /** Makes the given task's share what it was at the start; nothing if the task is not of this head. */
    void reset(int task, InitialWeights initial);

    /** The hidden layers' outputs by the layer's name, {@code head.<task>.<k>}. */
    Map<String, Matrix> activations();
}

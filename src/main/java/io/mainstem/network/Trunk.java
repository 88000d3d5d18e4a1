package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import java.util.List;
import java.util.Map;

/**
 * What the tasks share. A task's head reads {@link #representation} for that task and adds the task's share to its
 * gradient; tasks whose representation is the same object share it.
 */
interface Trunk {

    /** In the order of the format. */
    List<Parameter> parameters();

    /** Those of {@link #parameters()} that serve the given task alone. */
    default List<Parameter> parameters(int task) {
        return List.of();
    }

    /** Those that serve all tasks, and whose shape depends on which tasks there are. */
    default List<Parameter> crossing() {
        return List.of();
    }

    Representation representation(int task);

    void forward(MiniBatch batch);

    /**
     * The parameters' gradients, of the representations' gradients, which this uses up. What serves only tasks that gave
     * none stays unreached; at least one did.
     */
    void backward(MiniBatch batch);

    /** The weights of the last layer that all tasks share, where GradNorm takes the tasks' gradients. */
    List<Parameter> lastShared();

    /** The hidden layers' outputs by the layer's name, such as {@code trunk.<k>}. */
    Map<String, Matrix> activations();
}

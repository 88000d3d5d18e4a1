package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import org.jspecify.annotations.Nullable;

/**
 * From the tasks' losses to the parameters' gradients: of the joint loss at once, or, where the balancer wants that, task
 * by task. In the first case the tasks' gradients are still compared now and then, on a sample of the steps.
 */
final class Backpropagation {

    /** Steps from one comparison to the next for each task that takes part: so it takes a few percent of the time. */
    private static final int STEPS_PER_TASK = 32;

    /** Numbers that comparing alone may keep; 128 MB. */
    private static final long MOST_COMPARED = 1 << 25;

    private final Trunk trunk;
    private final Head[] heads;
    private final Parameter[] parameters;
    private final Balancer balancer;
    private final @Nullable TaskGradients gradients;
    private final TaskLosses alone;
    private boolean compared;

    Backpropagation(Trunk trunk, Head[] heads, Parameter[] parameters, Balancer balancer, int tasks) {
        this.trunk = trunk;
        this.heads = heads;
        this.parameters = parameters;
        this.balancer = balancer;
        long numbers = tasks
                * trunk.parameters().stream()
                        .mapToLong(parameter -> parameter.gradient().length())
                        .sum();
        gradients = balancer.wantsGradients() || (tasks > 1 && numbers <= MOST_COMPARED)
                ? new TaskGradients(trunk.parameters(), trunk.lastShared(), tasks)
                : null;
        alone = new TaskLosses(tasks);
    }

    /** Forgets the step before. */
    void begin() {
        compared = false;
        for (Parameter parameter : parameters) {
            parameter.leave();
        }
    }

    /**
     * Sets the gradients of all that the tasks which take part reach.
     *
     * @param weights {@code [tasks]} the factors of their losses
     * @param steps taken before
     */
    void run(MiniBatch batch, TaskLosses losses, double[] weights, long steps) {
        if (gradients != null && balancer.wantsGradients()) {
            taskByTask(gradients, batch, losses, weights);
            balancer.combine(gradients, losses);
            gradients.putSum();
            return;
        }
        int active = losses.active();
        if (gradients != null && active > 1 && steps % ((long) STEPS_PER_TASK * active) == 0) {
            taskByTask(gradients, batch, losses, weights);
            for (Parameter parameter : parameters) {
                parameter.leave();
            }
        }
        for (Head head : heads) {
            head.backward(batch, losses, weights);
        }
        trunk.backward(batch);
    }

    private void taskByTask(TaskGradients into, MiniBatch batch, TaskLosses losses, double[] weights) {
        compared = true;
        into.begin(batch);
        for (int t = 0; t < losses.tasks(); t++) {
            if (!losses.isSilent(t)) {
                alone.only(t, losses);
                for (Head head : heads) {
                    head.backward(batch, alone, weights);
                }
                trunk.backward(batch);
                into.keep(t);
            }
        }
    }

    /** Whether the last step compared the tasks' gradients. */
    boolean compared() {
        return compared;
    }

    /** The cosine of the angle between two tasks' gradients of the trunk in the last step; NaN where either had none. */
    double cosine(int task, int other) {
        return gradients == null || !compared ? Double.NaN : gradients.cosine(task, other);
    }
}

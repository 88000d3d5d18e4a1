package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import org.jspecify.annotations.Nullable;

/**
 * From the tasks' losses to the parameters' gradients: of the joint loss at once, or, where the balancer wants that, task
 * by task. In the first case the tasks' gradients are still compared now and then, on a sample of the steps; but not where
 * they are so long, or so many, that comparing them would take much memory.
 */
final class Backpropagation {

    /** One step in so many for each task that takes part is a comparison: so it takes a few percent of the time. */
    private static final int STEPS_PER_TASK = 32;

    /** Numbers that may be kept for comparing alone, of all tasks together; 128 MB. */
    private static final long MOST_COMPARED = 1 << 25;

    private final Trunk trunk;
    private final Head[] heads;
    private final Parameter[] parameters;
    private final Balancer balancer;
    private final @Nullable TaskGradients gradients;
    private final TaskLosses alone;
    private boolean compared;
    private boolean trunkFrozen;

    Backpropagation(Trunk trunk, Head[] heads, Parameter[] parameters, Balancer balancer, int tasks) {
        this.trunk = trunk;
        this.heads = heads;
        this.parameters = parameters;
        this.balancer = balancer;
        gradients = balancer.wantsGradients() || tasks > 1
                ? new TaskGradients(trunk.parameters(), trunk.lastShared(), tasks)
                : null;
        alone = new TaskLosses(tasks);
    }

    /** Whether what the tasks share gets no gradient from now on, as far as whoever steps is told. */
    void freezeTrunk(boolean frozen) {
        trunkFrozen = frozen;
    }

    boolean isTrunkFrozen() {
        return trunkFrozen;
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
        differentiate(batch, losses, weights, steps);
        if (trunkFrozen) {
            // Only now: the heads' layers pass their gradients on by it, and balancers compare them there.
            trunk.parameters().forEach(Parameter::leave);
        }
    }

    private void differentiate(MiniBatch batch, TaskLosses losses, double[] weights, long steps) {
        if (gradients != null && balancer.wantsGradients()) {
            taskByTask(gradients, batch, losses, weights);
            balancer.combine(gradients, losses);
            if (losses.shapeTrunk()) {
                gradients.putSum();
            }
            return;
        }
        int active = losses.active();
        if (gradients != null && active > 1 && isSampled(steps, active) && gradients.numbers(batch) <= MOST_COMPARED) {
            taskByTask(gradients, batch, losses, weights);
            for (Parameter parameter : parameters) {
                parameter.leave();
            }
        }
        for (Head head : heads) {
            head.backward(batch, losses, weights);
        }
        if (losses.shapeTrunk()) {
            trunk.backward(batch);
        }
    }

    /**
     * By a hash of the step's number (the finaliser of MurmurHash3, Appleby): every so many steps exactly would always miss
     * a task that is labelled in a rhythm of its own, and a drawn number would have to be saved.
     */
    private static boolean isSampled(long step, int active) {
        long hash = step;
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return Long.remainderUnsigned(hash, (long) STEPS_PER_TASK * active) == 0;
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
                into.keep(t, !losses.isLeftOut(t));
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

package io.mainstem.network;

import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.TaskSpec;
import java.util.List;

/**
 * How the losses of the tasks are weighed against each other. In a step first {@link #weigh}, then, where it wants the
 * tasks' gradients, {@link #combine}, and last, if the step was applied, {@link #learn}: nothing before that changes what
 * it has learned. Silent tasks take no part and keep what was learned for them.
 */
interface Balancer {

    static Balancer of(BalancerSpec spec, List<TaskSpec> tasks) {
        double[] declared = tasks.stream().mapToDouble(TaskSpec::weight).toArray();
        if (spec instanceof BalancerSpec.Static) {
            return new StaticBalancer(declared);
        } else if (spec instanceof BalancerSpec.Uncertainty uncertainty) {
            return new UncertaintyBalancer(uncertainty, declared);
        } else if (spec instanceof BalancerSpec.GradNorm gradNorm) {
            return new GradNormBalancer(gradNorm, declared);
        } else if (spec instanceof BalancerSpec.PcGrad) {
            return new PcGradBalancer(declared);
        } else if (spec instanceof BalancerSpec.Famo famo) {
            return new FamoBalancer(famo, declared);
        }
        throw new IllegalArgumentException("no such balancer: " + spec);
    }

    /**
     * Gives the factor of each task's loss in this step.
     *
     * @param weights {@code [tasks]} receives the factors; those of silent tasks do not matter
     * @return what the balancing itself adds to the total loss
     */
    double weigh(TaskLosses losses, double[] weights);

    /** Whether it wants the trunk's gradient of each task for itself. */
    default boolean wantsGradients() {
        return false;
    }

    /** Makes the trunk's gradient of those of the tasks. */
    default void combine(TaskGradients gradients, TaskLosses losses) {}

    /** Whether it wants the losses on the same mini-batch after the step, which takes another forward pass. */
    default boolean wantsLossesAfter() {
        return false;
    }

    /**
     * The step was taken.
     *
     * @param after the losses after it where they are wanted, else those before
     */
    default void learn(TaskLosses before, TaskLosses after) {}

    /** What it has learned. */
    default List<StateArray> state() {
        return List.of();
    }
}

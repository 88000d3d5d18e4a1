package io.mainstem.spec;

/** How the losses of the tasks are weighed against each other. */
public sealed interface BalancerSpec {

    /** Each task's own weight, unchanged. */
    record Static() implements BalancerSpec {}

    /** By learned homoscedastic uncertainty (Kendall et al. 2018). */
    record Uncertainty(double learningRate) implements BalancerSpec {}

    /**
     * So that the tasks' gradients have norms of about the same size, larger where a task learns slowly (Chen et al. 2018).
     *
     * @param alpha how much faster slow tasks are to be learned; 0 for equal norms
     */
    record GradNorm(double learningRate, double alpha) implements BalancerSpec {}

    /** Each task's own weight; what of a task's gradient conflicts with another's is projected away (Yu et al. 2020). */
    record PcGrad() implements BalancerSpec {}

    /**
     * So that all losses fall at about the same rate (Liu et al. 2023).
     *
     * @param weightDecay what pulls the weights towards equal ones
     */
    record Famo(double learningRate, double weightDecay) implements BalancerSpec {}
}

package io.mainstem.spec;

/** How a gradient becomes a step. */
public sealed interface OptimizerSpec {

    double learningRate();

    /** The global norm over all gradients of a step above which they are scaled down to it; infinite for none. */
    double clipNorm();

    /** Stochastic gradient descent; v = momentum·v + g, and with Nesterov's momentum the step is g + momentum·v. */
    record Sgd(double learningRate, double clipNorm, double momentum, boolean nesterov) implements OptimizerSpec {}

    /** Kingma and Ba 2015, bias-corrected. */
    record Adam(double learningRate, double clipNorm, double beta1, double beta2, double epsilon)
            implements OptimizerSpec {}
}

package io.mainstem.spec;

/** How a gradient becomes a step. */
public sealed interface OptimizerSpec {

    LearningRateSpec learningRate();

    /** The global norm over all gradients of a step above which they are scaled down to it; infinite for none. */
    double clipNorm();

    /** Stochastic gradient descent; v = momentum·v + g, and with Nesterov's momentum the step is g + momentum·v. */
    record Sgd(LearningRateSpec learningRate, double clipNorm, double momentum, boolean nesterov)
            implements OptimizerSpec {
        /** With a constant rate. */
        public Sgd(double learningRate, double clipNorm, double momentum, boolean nesterov) {
            this(LearningRateSpec.constant(learningRate), clipNorm, momentum, nesterov);
        }
    }

    /** Duchi et al. 2011: the step is g/(√Σg² + epsilon). */
    record Adagrad(LearningRateSpec learningRate, double clipNorm, double epsilon) implements OptimizerSpec {}

    /** Tieleman and Hinton 2012, uncentred: the step is g/(√a + epsilon) with a = decay·a + (1 − decay)·g². */
    record RmsProp(LearningRateSpec learningRate, double clipNorm, double decay, double epsilon)
            implements OptimizerSpec {}

    /** Kingma and Ba 2015, bias-corrected. */
    record Adam(LearningRateSpec learningRate, double clipNorm, double beta1, double beta2, double epsilon)
            implements OptimizerSpec {
        /** With a constant rate. */
        public Adam(double learningRate, double clipNorm, double beta1, double beta2, double epsilon) {
            this(LearningRateSpec.constant(learningRate), clipNorm, beta1, beta2, epsilon);
        }
    }

    /** Loshchilov and Hutter 2019: Adam, before each step of which weights shrink by rate·weightDecay of themselves. */
    record AdamW(
            LearningRateSpec learningRate,
            double clipNorm,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay)
            implements OptimizerSpec {}
}

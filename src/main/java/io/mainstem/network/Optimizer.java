package io.mainstem.network;

import io.mainstem.spec.OptimizerSpec;
import java.util.List;

/** How a gradient becomes a step, over the first n floats of arrays; its state lies beside the parameters, not in here. */
interface Optimizer {

    static Optimizer of(OptimizerSpec spec) {
        if (spec instanceof OptimizerSpec.Sgd sgd) {
            return sgd.momentum() == 0 ? new Sgd() : new MomentumSgd(sgd);
        } else if (spec instanceof OptimizerSpec.Adagrad adagrad) {
            return new Adagrad(adagrad);
        } else if (spec instanceof OptimizerSpec.RmsProp rmsProp) {
            return new RmsProp(rmsProp);
        } else if (spec instanceof OptimizerSpec.Adam adam) {
            return new Adam(adam.beta1(), adam.beta2(), adam.epsilon());
        } else if (spec instanceof OptimizerSpec.AdamW adamW) {
            return new AdamW(adamW);
        }
        throw new IllegalArgumentException("no such optimizer: " + spec);
    }

    /** Names of the numbers that it keeps for each parameter, all 0 at first. */
    List<String> moments();

    /** The learning rate of the steps that follow. */
    void rate(double rate);

    /** Shrinks weights before their step, in place; biases are spared. */
    default void decay(float[] w, int n) {}

    /**
     * One step.
     *
     * @param w the parameters, changed in place
     * @param g their gradient
     * @param state {@code [moments][n]}, changed in place
     * @param t the how-manieth step of these parameters it is, from 1
     */
    void step(float[] w, float[] g, float[][] state, int n, long t);
}

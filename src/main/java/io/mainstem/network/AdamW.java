package io.mainstem.network;

import io.mainstem.spec.OptimizerSpec;
import java.util.List;

/** Loshchilov and Hutter 2019: weights lose rate·weightDecay of themselves, then Adam steps. */
final class AdamW implements Optimizer {

    private final Adam adam;
    private final double weightDecay;
    private float lost;

    AdamW(OptimizerSpec.AdamW spec) {
        adam = new Adam(spec.beta1(), spec.beta2(), spec.epsilon());
        weightDecay = spec.weightDecay();
    }

    @Override
    public List<String> moments() {
        return adam.moments();
    }

    @Override
    public void rate(double rate) {
        adam.rate(rate);
        // More than all of itself would turn a weight's sign, and let it grow step by step.
        lost = (float) Math.min(1, rate * weightDecay);
    }

    @Override
    public void decay(float[] w, int n) {
        for (int i = 0; i < n; i++) {
            w[i] -= lost * w[i];
        }
    }

    @Override
    public void step(float[] w, float[] g, float[][] state, int n, long t) {
        adam.step(w, g, state, n, t);
    }
}

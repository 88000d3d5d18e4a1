package io.mainstem.network;

import io.mainstem.spec.OptimizerSpec;
import java.util.List;

/** Stochastic gradient descent without momentum. */
final class Sgd implements Optimizer {

    private final float rate;

    Sgd(OptimizerSpec.Sgd spec) {
        rate = (float) spec.learningRate();
    }

    @Override
    public List<String> moments() {
        return List.of();
    }

    @Override
    public void step(float[] w, float[] g, float[][] state, int n, long t) {
        for (int i = 0; i < n; i++) {
            w[i] -= rate * g[i];
        }
    }
}

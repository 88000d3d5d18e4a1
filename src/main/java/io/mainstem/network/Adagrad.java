package io.mainstem.network;

import io.mainstem.spec.OptimizerSpec;
import java.util.List;

/** Duchi et al. 2011: −rate·g/(√Σg² + epsilon), the sum over all steps so far. */
final class Adagrad implements Optimizer {

    private final float epsilon;
    private float rate;

    Adagrad(OptimizerSpec.Adagrad spec) {
        epsilon = (float) spec.epsilon();
    }

    @Override
    public List<String> moments() {
        return List.of("squares");
    }

    @Override
    public void rate(double rate) {
        this.rate = (float) rate;
    }

    @Override
    public void step(float[] w, float[] g, float[][] state, int n, long t) {
        float[] squares = state[0];
        float stepRate = rate;
        float floor = epsilon;
        for (int i = 0; i < n; i++) {
            float sum = squares[i] + g[i] * g[i];
            squares[i] = sum;
            w[i] -= stepRate * g[i] / ((float) Math.sqrt(sum) + floor);
        }
    }
}

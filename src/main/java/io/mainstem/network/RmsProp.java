package io.mainstem.network;

import io.mainstem.spec.OptimizerSpec;
import java.util.List;

/** Tieleman and Hinton 2012, uncentred: −rate·g/(√a + epsilon), a the decaying mean of g². */
final class RmsProp implements Optimizer {

    private final double decay;
    private final float epsilon;
    private float rate;

    RmsProp(OptimizerSpec.RmsProp spec) {
        decay = spec.decay();
        epsilon = (float) spec.epsilon();
    }

    @Override
    public List<String> moments() {
        return List.of("meanSquare");
    }

    @Override
    public void rate(double rate) {
        this.rate = (float) rate;
    }

    @Override
    public void step(float[] w, float[] g, float[][] state, int n, long t) {
        float[] meanSquare = state[0];
        float keep = (float) decay;
        float take = (float) (1 - decay);
        float stepRate = rate;
        float floor = epsilon;
        for (int i = 0; i < n; i++) {
            float a = keep * meanSquare[i] + take * g[i] * g[i];
            meanSquare[i] = a;
            w[i] -= stepRate * g[i] / ((float) Math.sqrt(a) + floor);
        }
    }
}

package io.mainstem.network;

import io.mainstem.spec.OptimizerSpec;
import java.util.List;

/** Stochastic gradient descent with v = momentum·v + g; the step is v, or with Nesterov's momentum g + momentum·v. */
final class MomentumSgd implements Optimizer {

    private final float momentum;
    private final float ofVelocity;
    private final float ofGradient;
    private float rate;

    MomentumSgd(OptimizerSpec.Sgd spec) {
        momentum = (float) spec.momentum();
        ofVelocity = spec.nesterov() ? momentum : 1f;
        ofGradient = spec.nesterov() ? 1f : 0f;
    }

    @Override
    public List<String> moments() {
        return List.of("velocity");
    }

    @Override
    public void rate(double rate) {
        this.rate = (float) rate;
    }

    @Override
    public void step(float[] w, float[] g, float[][] state, int n, long t) {
        float[] velocity = state[0];
        float stepRate = rate;
        for (int i = 0; i < n; i++) {
            float v = momentum * velocity[i] + g[i];
            velocity[i] = v;
            w[i] -= stepRate * (ofGradient * g[i] + ofVelocity * v);
        }
    }
}

package io.mainstem.network;

import java.util.List;

/** Stochastic gradient descent without momentum. */
final class Sgd implements Optimizer {

    private float rate;

    @Override
    public List<String> moments() {
        return List.of();
    }

    @Override
    public void rate(double rate) {
        this.rate = (float) rate;
    }

    @Override
    public void step(float[] w, float[] g, float[][] state, int n, long t) {
        float stepRate = rate;
        for (int i = 0; i < n; i++) {
            w[i] -= stepRate * g[i];
        }
    }
}

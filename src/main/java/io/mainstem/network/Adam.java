package io.mainstem.network;

import java.util.List;

/** Kingma and Ba 2015: −rate·m̂/(√v̂ + epsilon), with both moments corrected for their start at 0. */
final class Adam implements Optimizer {

    private final double beta1;
    private final double beta2;
    private final float epsilon;
    private double rate;

    /** The corrections last computed; most parameters are at the same step. */
    private long correctedFor;

    private float scaledRate;
    private float scale;

    Adam(double beta1, double beta2, double epsilon) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = (float) epsilon;
    }

    @Override
    public List<String> moments() {
        return List.of("firstMoment", "secondMoment");
    }

    @Override
    public void rate(double rate) {
        if (rate != this.rate) {
            this.rate = rate;
            correctedFor = 0;
        }
    }

    @Override
    public void step(float[] w, float[] g, float[][] state, int n, long t) {
        correctFor(t);
        float[] first = state[0];
        float[] second = state[1];
        float keep1 = (float) beta1;
        float keep2 = (float) beta2;
        // Not 1f - keep2: that is off by 5e-5 of itself.
        float take1 = (float) (1 - beta1);
        float take2 = (float) (1 - beta2);
        float stepRate = scaledRate;
        float stepScale = scale;
        float floor = epsilon;
        for (int i = 0; i < n; i++) {
            float m = keep1 * first[i] + take1 * g[i];
            float v = keep2 * second[i] + take2 * g[i] * g[i];
            first[i] = m;
            second[i] = v;
            w[i] -= stepRate * m / ((float) Math.sqrt(v) * stepScale + floor);
        }
    }

    private void correctFor(long t) {
        if (t != correctedFor) {
            correctedFor = t;
            scaledRate = (float) (rate / (1 - Math.pow(beta1, (double) t)));
            scale = (float) (1 / Math.sqrt(1 - Math.pow(beta2, (double) t)));
        }
    }
}

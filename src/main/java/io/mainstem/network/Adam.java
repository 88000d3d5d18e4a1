package io.mainstem.network;

import io.mainstem.spec.OptimizerSpec;
import java.util.List;

/** Kingma and Ba 2015: −rate·m̂/(√v̂ + epsilon), with both moments corrected for their start at 0. */
final class Adam implements Optimizer {

    private final double rate;
    private final double beta1;
    private final double beta2;
    private final float epsilon;

    /** The corrections last computed; most parameters are at the same step. */
    private long correctedFor;

    private float scaledRate;
    private float scale;

    Adam(OptimizerSpec.Adam spec) {
        rate = spec.learningRate();
        beta1 = spec.beta1();
        beta2 = spec.beta2();
        epsilon = (float) spec.epsilon();
    }

    @Override
    public List<String> moments() {
        return List.of("firstMoment", "secondMoment");
    }

    @Override
    public void step(float[] w, float[] g, float[][] state, int n, long t) {
        correctFor(t);
        step(w, g, state[0], state[1], n, (float) beta1, (float) beta2, scaledRate, scale, epsilon);
    }

    private static void step(
            float[] w,
            float[] g,
            float[] first,
            float[] second,
            int n,
            float beta1,
            float beta2,
            float rate,
            float scale,
            float epsilon) {
        float rest1 = 1f - beta1;
        float rest2 = 1f - beta2;
        for (int i = 0; i < n; i++) {
            float gradient = g[i];
            float m = beta1 * first[i] + rest1 * gradient;
            float v = beta2 * second[i] + rest2 * gradient * gradient;
            first[i] = m;
            second[i] = v;
            w[i] -= rate * m / ((float) Math.sqrt(v) * scale + epsilon);
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

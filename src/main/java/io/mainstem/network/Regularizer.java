package io.mainstem.network;

import io.mainstem.spec.RegularizationSpec;

/** The penalty ½·l2·ΣW² + l1·Σ|W| on weight matrices; of sparse rows, on those in use. */
final class Regularizer {

    private final double l1;
    private final double l2;

    Regularizer(RegularizationSpec spec) {
        l1 = spec.l1();
        l2 = spec.l2();
    }

    /** Adds the penalty's gradient to the parameter's, and returns the penalty. */
    double apply(Parameter parameter) {
        if ((l1 == 0 && l2 == 0) || !parameter.isMatrix()) {
            return 0;
        }
        return dense(parameter) + sparse(parameter);
    }

    private double dense(Parameter parameter) {
        Matrix weights = parameter.denseValues();
        Matrix gradient = parameter.gradient();
        double penalty = 0;
        if (l2 != 0) {
            Blas.add((float) l2, weights, gradient);
            penalty += 0.5 * l2 * Blas.squares(weights);
        }
        if (l1 != 0) {
            double sum = 0;
            for (int i = 0; i < weights.length(); i++) {
                float w = weights.floats().get(i);
                gradient.floats().put(i, gradient.floats().get(i) + (float) l1 * Math.signum(w));
                sum += Math.abs(w);
            }
            penalty += l1 * sum;
        }
        return penalty;
    }

    private double sparse(Parameter parameter) {
        SparseRows sparse = parameter.sparse();
        if (sparse == null) {
            return 0;
        }
        double squares = 0;
        double magnitudes = 0;
        int units = sparse.weights().columns();
        for (int s = 0; s < sparse.used(); s++) {
            float[] gradient = sparse.gradient(s);
            int first = sparse.row(s) * units;
            for (int j = 0; j < units; j++) {
                float w = sparse.weights().floats().get(first + j);
                gradient[j] += (float) l2 * w + (float) l1 * Math.signum(w);
                squares += (double) w * w;
                magnitudes += Math.abs(w);
            }
        }
        return 0.5 * l2 * squares + l1 * magnitudes;
    }
}

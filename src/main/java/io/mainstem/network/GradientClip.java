package io.mainstem.network;

/** Scales the gradients of a step down to a global norm, where it is larger (Pascanu et al. 2013). */
final class GradientClip {

    private final double norm;

    /** Infinite for no clipping. */
    GradientClip(double norm) {
        this.norm = norm;
    }

    void apply(Parameter[] parameters) {
        if (norm == Double.POSITIVE_INFINITY) {
            return;
        }
        double squares = 0;
        for (Parameter parameter : parameters) {
            if (parameter.reached()) {
                squares += squares(parameter);
            }
        }
        double actual = Math.sqrt(squares);
        if (actual > norm) {
            for (Parameter parameter : parameters) {
                if (parameter.reached()) {
                    scale((float) (norm / actual), parameter);
                }
            }
        }
    }

    private static double squares(Parameter parameter) {
        double squares = Blas.squares(parameter.gradient());
        SparseRows sparse = parameter.sparse();
        if (sparse != null) {
            for (int s = 0; s < sparse.used(); s++) {
                for (float g : sparse.gradient(s)) {
                    squares += (double) g * g;
                }
            }
        }
        return squares;
    }

    private static void scale(float factor, Parameter parameter) {
        Blas.scale(factor, parameter.gradient());
        SparseRows sparse = parameter.sparse();
        if (sparse != null) {
            for (int s = 0; s < sparse.used(); s++) {
                float[] gradient = sparse.gradient(s);
                for (int j = 0; j < gradient.length; j++) {
                    gradient[j] *= factor;
                }
            }
        }
    }
}

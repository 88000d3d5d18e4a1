package io.mainstem.network;

/**
 * Whether the gradients of a step are finite, and small enough that what optimisers make of them, sums of their squares
 * for one, stays so too. Each layer knows from sums over its inputs and derivatives how large its gradients can be at
 * most; that is nearly free, and only where it is too much are the gradients themselves looked at.
 */
final class GradientGuard {

    /** So many squares of it as a stream has steps still add up to a float. */
    static final double LARGEST = 1e15;

    private GradientGuard() {}

    static boolean passes(Parameter[] parameters) {
        for (Parameter parameter : parameters) {
            if (parameter.reached() && !(parameter.gradientBound() <= LARGEST) && !isSmall(parameter)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSmall(Parameter parameter) {
        Matrix gradient = parameter.gradient();
        for (int i = 0; i < gradient.length(); i++) {
            if (!(Math.abs(gradient.floats().get(i)) <= LARGEST)) {
                return false;
            }
        }
        SparseRows sparse = parameter.sparse();
        for (int s = 0; sparse != null && s < sparse.used(); s++) {
            for (float g : sparse.gradient(s)) {
                if (!(Math.abs(g) <= LARGEST)) {
                    return false;
                }
            }
        }
        return true;
    }
}

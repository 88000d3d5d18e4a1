package io.mainstem.network;

/** The standard normal distribution. */
final class Gaussian {

    private static final double ROOT_OF_2_PI = Math.sqrt(2 * Math.PI);
    private static final double NEGLIGIBLE = 1e-12;

    private Gaussian() {}

    static double density(double x) {
        return Math.exp(-0.5 * x * x) / ROOT_OF_2_PI;
    }

    /**
     * The distribution function, to an absolute error of 1e-9 or less: ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …) (Marsaglia 2004,
     * Evaluating the Normal Distribution).
     */
    static double cumulative(double x) {
        if (Math.abs(x) > 6) {
            return x > 0 ? 1 : 0;
        }
        double sum = x;
        double term = x;
        for (int divisor = 3; Math.abs(term) > NEGLIGIBLE; divisor += 2) {
            term *= x * x / divisor;
            sum += term;
        }
        return 0.5 + sum * density(x);
    }
}

package io.mainstem.evaluate;

/**
 * A ratio of two means, with its confidence interval of 95 %.
 *
 * @param value NaN without terms
 * @param low the lower end of the interval; NaN with too few terms for one
 * @param high its upper end
 */
public record Ratio(double value, double low, double high) {

    /** Fewer batches say too little of how far they vary. */
    private static final int FEWEST_BATCHES = 8;

    /** The quantile of the normal distribution that leaves a fortieth above it. */
    private static final double NORMAL = 1.959963984540054;

    /**
     * By what the batches vary around the ratio (the delta method).
     *
     * @param value of all terms
     * @param numerators {@code [at least batches]} sums
     * @param denominators {@code [at least batches]} sums of the same terms
     */
    static Ratio of(double value, double[] numerators, double[] denominators, int batches) {
        double denominator = 0;
        double squares = 0;
        for (int b = 0; b < batches; b++) {
            double residual = numerators[b] - value * denominators[b];
            squares += residual * residual;
            denominator += denominators[b];
        }
        if (batches < FEWEST_BATCHES) {
            return new Ratio(value, Double.NaN, Double.NaN);
        }
        double error = Math.sqrt(squares * batches / (batches - 1)) / denominator;
        double half = quantile(batches - 1) * error;
        return new Ratio(value, value - half, value + half);
    }

    /** Of Student's t distribution, by the expansion of Cornish and Fisher; right to .003 from 7 degrees of freedom on. */
    private static double quantile(int degrees) {
        double z = NORMAL;
        double z2 = z * z;
        double n = degrees;
        return z
                + z * (z2 + 1) / (4 * n)
                + z * (5 * z2 * z2 + 16 * z2 + 3) / (96 * n * n)
                + z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / (384 * n * n * n);
    }

    /** Whether it is beyond doubt below 0. */
    public boolean isBelowZero() {
        return high < 0;
    }
}

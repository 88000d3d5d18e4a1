package io.mainstem.spec;

/** What a regression minimises. */
public sealed interface RegressionLoss {

    /** (z − y)², whose minimiser is the mean. */
    record Squared() implements RegressionLoss {}

    /** Squared near the target and linear beyond {@code delta} (Huber 1964); delta is in standard deviations of the target. */
    record Huber(double delta) implements RegressionLoss {}

    /** The pinball loss, whose minimiser is the quantile {@code quantile} in (0, 1) (Koenker and Bassett 1978). */
    record Quantile(double quantile) implements RegressionLoss {}

    /** exp(z) − y·z for counts; the prediction is exp(z). Targets are not standardised. */
    record Poisson() implements RegressionLoss {}
}

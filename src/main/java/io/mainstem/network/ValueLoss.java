package io.mainstem.network;

import io.mainstem.spec.RegressionLoss;

/** For regression: the mean over the outputs of a loss of each; the prediction is the output itself. */
abstract class ValueLoss implements Loss {

    private final int outputs;

    private ValueLoss(int outputs) {
        this.outputs = outputs;
    }

    static Loss of(RegressionLoss loss, int outputs) {
        if (loss instanceof RegressionLoss.Squared) {
            return new Squared(outputs);
        } else if (loss instanceof RegressionLoss.Huber huber) {
            return new Huber(outputs, huber.delta());
        } else if (loss instanceof RegressionLoss.Quantile quantile) {
            return new Quantile(outputs, quantile.quantile());
        } else if (loss instanceof RegressionLoss.Poisson) {
            return new Poisson(outputs);
        }
        throw new IllegalArgumentException("no such regression loss: " + loss);
    }

    /** What an output z, predicting p, loses against the label y. */
    abstract double loss(double z, double p, double y);

    /** Its derivative by z. */
    abstract double slope(double z, double p, double y);

    double prediction(double z) {
        return z;
    }

    @Override
    public void predict(float[] z, int zAt, double[] p, int pAt) {
        for (int j = 0; j < outputs; j++) {
            p[pAt + j] = prediction(z[zAt + j]);
        }
    }

    @Override
    public double of(float[] z, int zAt, double[] p, int pAt, float[] y, int yAt, float[] d) {
        double sum = 0;
        for (int j = 0; j < outputs; j++) {
            sum += loss(z[zAt + j], p[pAt + j], y[yAt + j]);
            d[zAt + j] = (float) (slope(z[zAt + j], p[pAt + j], y[yAt + j]) / outputs);
        }
        return sum / outputs;
    }

    private static final class Squared extends ValueLoss {

        Squared(int outputs) {
            super(outputs);
        }

        @Override
        double loss(double z, double p, double y) {
            return (z - y) * (z - y);
        }

        @Override
        double slope(double z, double p, double y) {
            return 2 * (z - y);
        }
    }

    private static final class Huber extends ValueLoss {

        private final double delta;

        Huber(int outputs, double delta) {
            super(outputs);
            this.delta = delta;
        }

        @Override
        double loss(double z, double p, double y) {
            double distance = Math.abs(z - y);
            return distance <= delta ? 0.5 * distance * distance : delta * (distance - 0.5 * delta);
        }

        @Override
        double slope(double z, double p, double y) {
            return Math.max(-delta, Math.min(delta, z - y));
        }
    }

    private static final class Quantile extends ValueLoss {

        private final double quantile;

        Quantile(int outputs, double quantile) {
            super(outputs);
            this.quantile = quantile;
        }

        @Override
        double loss(double z, double p, double y) {
            double missing = y - z;
            return missing >= 0 ? quantile * missing : (quantile - 1) * missing;
        }

        @Override
        double slope(double z, double p, double y) {
            return y >= z ? -quantile : 1 - quantile;
        }
    }

    /** Of counts: up to a constant, −log of the Poisson probability of y at the rate exp(z). */
    private static final class Poisson extends ValueLoss {

        Poisson(int outputs) {
            super(outputs);
        }

        @Override
        double prediction(double z) {
            return Math.exp(z);
        }

        @Override
        double loss(double z, double p, double y) {
            return p - y * z;
        }

        @Override
        double slope(double z, double p, double y) {
            return p - y;
        }
    }
}

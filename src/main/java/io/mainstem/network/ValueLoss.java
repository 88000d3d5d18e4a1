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

    /** The loss of the best prediction. */
    double least(double y) {
        return 0;
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

    @Override
    public double least(float[] y, int yAt) {
        double sum = 0;
        for (int j = 0; j < outputs; j++) {
            sum += least(y[yAt + j]);
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

    /**
     * Of counts: up to a constant, −log of the Poisson probability of y at the rate exp(z). Where exp(z) and y are further
     * apart than {@link #FARTHEST}, it goes on as a straight line (as Huber's does): a slope of thousands is a step after
     * which exp(z) is beyond all bounds. The minimum stays where it is.
     */
    private static final class Poisson extends ValueLoss {

        private static final double FARTHEST = 100;
        /** Of a prediction; some 1e26, which is finite as a float and has a square that is finite as a double. */
        private static final double LARGEST_LOGARITHM = 60;

        Poisson(int outputs) {
            super(outputs);
        }

        @Override
        double prediction(double z) {
            return Math.exp(Math.min(LARGEST_LOGARITHM, z));
        }

        @Override
        double loss(double z, double p, double y) {
            double distance = p - y;
            if (Math.abs(distance) <= FARTHEST) {
                return p - y * z;
            }
            double kink = Math.copySign(FARTHEST, distance) + y;
            double at = Math.log(kink);
            return kink - y * at + FARTHEST * Math.abs(z - at);
        }

        @Override
        double slope(double z, double p, double y) {
            return Math.max(-FARTHEST, Math.min(FARTHEST, p - y));
        }

        @Override
        double least(double y) {
            return y <= 0 ? 0 : y - y * Math.log(y);
        }
    }
}

package io.mainstem.network;

/** For binary tasks, and for multilabel ones, whose loss is the mean over the labels. */
record SigmoidCrossEntropy(int labels) implements Loss {

    @Override
    public void predict(float[] z, int zAt, double[] p, int pAt) {
        for (int j = 0; j < labels; j++) {
            p[pAt + j] = Nonlinearity.sigmoid(z[zAt + j]);
        }
    }

    @Override
    public double of(float[] z, int zAt, double[] p, int pAt, float[] y, int yAt, float[] d) {
        double sum = 0;
        for (int j = 0; j < labels; j++) {
            double logit = z[zAt + j];
            double probability = p[pAt + j];
            double label = y[yAt + j];
            d[zAt + j] = (float) ((probability - label) / labels);
            // log(1 + exp(−|z|)) is −log of the larger of p and 1 − p, so no digit is lost where p is next to 0 or 1.
            double larger = logit >= 0 ? probability : 1 - probability;
            sum += Math.max(logit, 0) - logit * label - Math.log(larger);
        }
        return sum / labels;
    }
}

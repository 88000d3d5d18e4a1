package io.mainstem.network;

/** For one of several classes; the label is the index of the class. */
record SoftmaxCrossEntropy(int classes) implements Loss {

    @Override
    public void predict(float[] z, int zAt, double[] p, int pAt) {
        double highest = z[zAt + highest(z, zAt)];
        double sum = 0;
        for (int j = 0; j < classes; j++) {
            double e = Math.exp(z[zAt + j] - highest);
            p[pAt + j] = e;
            sum += e;
        }
        for (int j = 0; j < classes; j++) {
            p[pAt + j] /= sum;
        }
    }

    @Override
    public double of(float[] z, int zAt, double[] p, int pAt, float[] y, int yAt, float[] d) {
        for (int j = 0; j < classes; j++) {
            d[zAt + j] = (float) p[pAt + j];
        }
        int label = (int) y[yAt];
        d[zAt + label] = (float) (p[pAt + label] - 1);
        // −log p of the label, by way of the most probable class, whose p cannot underflow.
        int highest = highest(z, zAt);
        return (double) z[zAt + highest] - z[zAt + label] - Math.log(p[pAt + highest]);
    }

    private int highest(float[] z, int zAt) {
        int highest = 0;
        for (int j = 1; j < classes; j++) {
            if (z[zAt + j] > z[zAt + highest]) {
                highest = j;
            }
        }
        return highest;
    }
}

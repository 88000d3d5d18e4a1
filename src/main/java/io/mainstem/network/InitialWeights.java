package io.mainstem.network;

import io.mainstem.spec.LayerSpec;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Seeded initial weights, uniform about 0; biases stay 0. Those of a parameter depend on the seed and its name alone, so
 * that one task more leaves the others as they were.
 */
final class InitialWeights {

    /**
     * What a hidden layer has of the usual scale: on line, first guesses cost, and a flatter start did better on most
     * of the real streams that were tried.
     */
    private static final double HIDDEN = 0.5;

    /** What a head's last layer has of the usual scale: first predictions are nearly neutral whatever the trunk says. */
    private static final double LAST_LAYER = 0.2;

    /** What the row of a sparse input has of its layer's scale: a string not seen before says next to nothing. */
    private static final double SPARSE_ROW = 0.01;

    private final long seed;

    InitialWeights(long seed) {
        this.seed = seed;
    }

    DenseLayer hiddenLayer(String name, int inputs, LayerSpec spec, int capacity) {
        Nonlinearity nonlinearity = Nonlinearity.of(spec.activation());
        DenseLayer layer = new DenseLayer(name, inputs, 0, spec.units(), nonlinearity, capacity);
        hidden(layer);
        return layer;
    }

    /** A layer without sparse inputs; its biases are to be 0 already. */
    void hidden(DenseLayer layer) {
        hidden(layer.weights(), layer.weights().values().rows(), layer.nonlinearity());
    }

    /** He et al. 2015 before a rectifier, else Glorot and Bengio 2010. */
    void hidden(Parameter weights, int fanIn, Nonlinearity nonlinearity) {
        int fanOut = nonlinearity.rectifies() ? 0 : weights.values().columns();
        fill(weights, HIDDEN * Math.sqrt(6.0 / (fanIn + fanOut)));
    }

    /** A head's last layer, kept transposed. */
    void last(Parameter weights) {
        fill(
                weights,
                LAST_LAYER
                        * Math.sqrt(6.0
                                / (weights.values().columns() + weights.values().rows())));
    }

    private void fill(Parameter weights, double limit) {
        SplittableRandom random = new SplittableRandom(seed ^ hash(weights.name()));
        float[] row = new float[weights.values().columns()];
        int dense = weights.gradient().rows();
        for (int r = 0; r < weights.values().rows(); r++) {
            double scale = r < dense ? limit : SPARSE_ROW * limit;
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (scale * (2 * random.nextDouble() - 1));
            }
            weights.values().writeRow(r, row);
        }
    }

    /** FNV-1a. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}

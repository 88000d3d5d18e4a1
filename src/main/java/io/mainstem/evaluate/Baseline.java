package io.mainstem.evaluate;

/** A predictor that sees no features: what a model has to beat. Allocates nothing once made. */
interface Baseline extends Saved {

    /** Fills outputs, as the model gives them, from the labels learned so far. */
    void predict(double[] outputs);

    void learn(double[] labels, int offset);
}

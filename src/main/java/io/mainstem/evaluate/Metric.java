package io.mainstem.evaluate;

import java.util.Map;

/** A measure of predictions against labels, whoever predicts: the model or a baseline. Arrays are only read. */
interface Metric {

    /**
     * Takes one prediction and its label.
     *
     * @param outputs from {@code outputOffset} as in {@link io.mainstem.event.Prediction}
     * @param labels from {@code labelOffset} as in {@link io.mainstem.event.Labels}
     */
    void add(double[] outputs, int outputOffset, double[] labels, int labelOffset);

    /** Puts the values so far by name; one that is not defined is NaN. Not to be asked before the first {@link #add}. */
    void report(Map<String, Double> into);
}

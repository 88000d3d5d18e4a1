package io.mainstem.event;

import org.jspecify.annotations.Nullable;

/**
 * What the model says of one event.
 *
 * @param time as in {@link Event#time()}
 * @param outputs {@code [layout.outputWidth]}: the probability for binary, a probability for each class or label, the
 *     value of each regression output in its own unit; for clustering the nearest centroid, the distance to it and that
 *     to the next one, NaN where there is none. Not to be changed.
 * @param regions {@code [layout.regionWidth]} where the labels are to be expected, see {@link Region}: for each regression
 *     output half the width of the interval around its value; for binary and multiclass how much a class's probability may
 *     lack of 1 to be in the set. NaN where there is none, null where there are none at all. Not to be changed.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, written on the hot path
public record Prediction(String id, long time, ModelVersion model, double[] outputs, double @Nullable [] regions) {

    /** Without regions. */
    public Prediction(String id, long time, ModelVersion model, double[] outputs) {
        this(id, time, model, outputs, null);
    }
}

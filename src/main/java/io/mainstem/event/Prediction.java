package io.mainstem.event;

/**
 * What the model says of one event.
 *
 * @param time as in {@link Event#time()}
 * @param outputs {@code [layout.outputWidth]}: the probability for binary, a probability for each class or label, the
 *     value of each regression output in its own unit; for clustering the nearest centroid, the distance to it and that
 *     to the next one, NaN where there is none. Not to be changed.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, written on the hot path
public record Prediction(String id, long time, ModelVersion model, double[] outputs) {}

package io.mainstem.stream;

import io.mainstem.event.Labels;
import io.mainstem.event.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * One prediction of many, beside what turned out to be true.
 *
 * @param labels that are known; null as long as none are
 */
public record PredictionSample(Prediction prediction, @Nullable Labels labels) {}

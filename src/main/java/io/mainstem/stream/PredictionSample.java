package io.mainstem.stream;

import io.mainstem.event.Labels;
import io.mainstem.event.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * One prediction of many, beside what turned out to be true.
 *
 * @param at when it was made, epoch milliseconds by the clock of this machine
 * @param labels that are known, those taken for labels that did not come among them; null as long as there are none
 * @param over {@code [tasks]} whose wait for a label ended without one; not to be changed
 * @param again whether it was told before, and something has become known since
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record PredictionSample(
        long at, Prediction prediction, @Nullable Labels labels, boolean[] over, boolean again) {}

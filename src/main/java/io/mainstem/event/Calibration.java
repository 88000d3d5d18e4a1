package io.mainstem.event;

import java.util.List;

/**
 * Whether things said to have a probability come as often as that says: the expected calibration error and the table
 * behind it, of reliability (Guo et al. 2017, "On Calibration of Modern Neural Networks"; Naeini et al. 2015).
 *
 * @param expectedError mean difference between confidence and frequency, weighted by the bins' counts
 * @param bins those that are not empty, by confidence
 */
public record Calibration(double expectedError, List<Bin> bins) {

    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * Predictions of a certain confidence.
     *
     * @param from the lowest confidence of the bin
     * @param to above the highest one
     * @param confidence their mean
     * @param frequency the share of them that came true
     */
    public record Bin(double from, double to, long count, double confidence, double frequency) {}
}

package io.mainstem.evaluate;

import java.util.Arrays;

/** The AUC from all scores, sorted; for as many examples as a window holds. */
final class ExactRocAuc extends RocAuc {

    /** {@code [outputs, capacity]}: positives from the front, negatives from the back. */
    private final double[][] scores;

    private final int[] positives;
    private final int[] negatives;

    ExactRocAuc(int outputs, int capacity) {
        super(outputs);
        scores = new double[outputs][capacity];
        positives = new int[outputs];
        negatives = new int[outputs];
    }

    @Override
    void add(int output, double score, boolean positive) {
        double[] s = scores[output];
        if (positive) {
            s[positives[output]++] = score;
        } else {
            s[s.length - ++negatives[output]] = score;
        }
    }

    @Override
    double auc(int output) {
        double[] s = scores[output];
        int firstNegative = s.length - negatives[output];
        Arrays.sort(s, 0, positives[output]);
        Arrays.sort(s, firstNegative, s.length);
        long halfWins = 0;
        int below = firstNegative;
        int notAbove = firstNegative;
        for (int p = 0; p < positives[output]; p++) {
            while (below < s.length && s[below] < s[p]) {
                below++;
            }
            while (notAbove < s.length && s[notAbove] <= s[p]) {
                notAbove++;
            }
            halfWins += (below - firstNegative) + (notAbove - firstNegative);
        }
        return halfWins / (2. * positives[output] * negatives[output]);
    }
}

package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/** The AUC from a {@link ScoreHistogram} an output, for any number of examples. */
final class HistogramRocAuc extends RocAuc implements RunMetric {

    private final ScoreHistogram[] histograms;

    HistogramRocAuc(int outputs) {
        super(outputs);
        histograms = new ScoreHistogram[outputs];
        for (int i = 0; i < outputs; i++) {
            histograms[i] = new ScoreHistogram();
        }
    }

    @Override
    void add(int output, double score, boolean positive) {
        histograms[output].add(score, positive);
    }

    @Override
    double auc(int output) {
        return histograms[output].auc();
    }

    @Override
    public void merge(RunMetric other) {
        for (int i = 0; i < histograms.length; i++) {
            histograms[i].merge(((HistogramRocAuc) other).histograms[i]);
        }
    }

    @Override
    public int stateBytes() {
        return histograms.length * histograms[0].stateBytes();
    }

    @Override
    public void write(ByteBuffer out) {
        for (ScoreHistogram histogram : histograms) {
            histogram.write(out);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        for (ScoreHistogram histogram : histograms) {
            histogram.read(in);
        }
    }
}

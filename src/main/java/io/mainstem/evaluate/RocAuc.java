package io.mainstem.evaluate;

import java.util.Map;

/**
 * {@code rocAuc}: how often a positive example has a higher score than a negative one, a tie counting half. A binary
 * task has one output, for its class 1. Of several classes each is held against the rest and the mean is taken over
 * those classes that came and did not always come; with all classes seen this is scikit-learn's one-vs-rest macro
 * average. Not defined while there is no such class.
 */
abstract sealed class RocAuc implements Metric permits ExactRocAuc, HistogramRocAuc {

    private final int outputs;

    RocAuc(int outputs) {
        this.outputs = outputs;
    }

    @Override
    public final void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        int label = (int) labels[labelOffset];
        for (int i = 0; i < this.outputs; i++) {
            add(i, outputs[outputOffset + i], label == (this.outputs == 1 ? 1 : i));
        }
    }

    @Override
    public final void report(Map<String, Double> into) {
        double sum = 0;
        int defined = 0;
        for (int i = 0; i < outputs; i++) {
            double auc = auc(i);
            if (!Double.isNaN(auc)) {
                sum += auc;
                defined++;
            }
        }
        into.put("rocAuc", sum / defined);
    }

    abstract void add(int output, double score, boolean positive);

    /** Of one output against the rest; NaN where there are no positives or no negatives. */
    abstract double auc(int output);
}

package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Map;

/** {@code accuracy} and {@code f1} of a yes or no, yes from a probability of .5; F1 is 0 where nothing is or was said to be true. */
final class BinaryDecisions implements Fading {

    private double truePositives;
    private double falsePositives;
    private double falseNegatives;
    private double trueNegatives;

    @Override
    public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        boolean said = outputs[outputOffset] >= .5;
        if (labels[labelOffset] == 1) {
            if (said) {
                truePositives++;
            } else {
                falseNegatives++;
            }
        } else if (said) {
            falsePositives++;
        } else {
            trueNegatives++;
        }
    }

    @Override
    public void report(Map<String, Double> into) {
        double errors = falsePositives + falseNegatives;
        double hits = truePositives + trueNegatives;
        into.put("accuracy", hits / (hits + errors));
        into.put("f1", f1(truePositives, errors));
    }

    /**
     * The harmonic mean of precision and recall, 0 where both are undefined.
     *
     * @param errors false positives and false negatives
     */
    static double f1(double truePositives, double errors) {
        return truePositives == 0 ? 0 : 2 * truePositives / (2 * truePositives + errors);
    }

    @Override
    public void fade(double factor) {
        truePositives *= factor;
        falsePositives *= factor;
        falseNegatives *= factor;
        trueNegatives *= factor;
    }

    @Override
    public void merge(RunMetric other) {
        BinaryDecisions o = (BinaryDecisions) other;
        truePositives += o.truePositives;
        falsePositives += o.falsePositives;
        falseNegatives += o.falseNegatives;
        trueNegatives += o.trueNegatives;
    }

    @Override
    public int stateBytes() {
        return 4 * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        out.putDouble(truePositives)
                .putDouble(falsePositives)
                .putDouble(falseNegatives)
                .putDouble(trueNegatives);
    }

    @Override
    public void read(ByteBuffer in) {
        truePositives = in.getDouble();
        falsePositives = in.getDouble();
        falseNegatives = in.getDouble();
        trueNegatives = in.getDouble();
    }
}

package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Map;

/** {@code accuracy} and {@code f1} of a yes or no, yes from a probability of .5; F1 is 0 where nothing is or was said to be true. */
final class BinaryDecisions implements RunMetric {

    private long truePositives;
    private long falsePositives;
    private long falseNegatives;
    private long trueNegatives;

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
        long errors = falsePositives + falseNegatives;
        long hits = truePositives + trueNegatives;
        into.put("accuracy", hits / (double) (hits + errors));
        into.put("f1", f1(truePositives, errors));
    }

    /**
     * The harmonic mean of precision and recall, 0 where both are undefined.
     *
     * @param errors false positives and false negatives
     */
    static double f1(long truePositives, long errors) {
        return truePositives == 0 ? 0 : 2 * truePositives / (double) (2 * truePositives + errors);
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
        return 4 * Long.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(truePositives)
                .putLong(falsePositives)
                .putLong(falseNegatives)
                .putLong(trueNegatives);
    }

    @Override
    public void read(ByteBuffer in) {
        truePositives = in.getLong();
        falsePositives = in.getLong();
        falseNegatives = in.getLong();
        trueNegatives = in.getLong();
    }
}

package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Of sets of labels, a label being in from a probability of .5: {@code exampleAccuracy}, the mean over all rows of
 * TP / (TP + FP + FN), 0 where TP is 0 (also where neither set has a label); {@code microF1}, of the counts over all rows and labels.
 */
final class LabelDecisions implements Fading {

    private final int width;
    private final CompensatedSum accuracies = new CompensatedSum();
    private double rows;
    private double truePositives;
    private double errors;

    LabelDecisions(int width) {
        this.width = width;
    }

    @Override
    public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        int both = 0;
        int one = 0;
        for (int i = 0; i < width; i++) {
            boolean said = outputs[outputOffset + i] >= .5;
            boolean came = labels[labelOffset + i] == 1;
            if (said && came) {
                both++;
            } else if (said || came) {
                one++;
            }
        }
        if (both > 0) {
            accuracies.add(both / (double) (both + one));
        }
        rows++;
        truePositives += both;
        errors += one;
    }

    @Override
    public void report(Map<String, Double> into) {
        into.put("exampleAccuracy", accuracies.value() / rows);
        into.put("microF1", BinaryDecisions.f1(truePositives, errors));
    }

    @Override
    public void fade(double factor) {
        accuracies.fade(factor);
        rows *= factor;
        truePositives *= factor;
        errors *= factor;
    }

    @Override
    public void merge(RunMetric other) {
        LabelDecisions o = (LabelDecisions) other;
        accuracies.merge(o.accuracies);
        rows += o.rows;
        truePositives += o.truePositives;
        errors += o.errors;
    }

    @Override
    public int stateBytes() {
        return accuracies.stateBytes() + 3 * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        accuracies.write(out);
        out.putDouble(rows).putDouble(truePositives).putDouble(errors);
    }

    @Override
    public void read(ByteBuffer in) {
        accuracies.read(in);
        rows = in.getDouble();
        truePositives = in.getDouble();
        errors = in.getDouble();
    }
}

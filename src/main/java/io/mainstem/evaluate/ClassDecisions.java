package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * {@code accuracy} and {@code f1} of the most probable class, the first of equal ones. F1 is the mean over all declared
 * classes, a class that neither came nor was said counting 0.
 */
final class ClassDecisions implements Fading {

    private static final double LARGEST_UNIT = 1e100;

    private final double[] hits;
    private final double[] errors;
    private double rows;
    /** What one example counts: rather than that all counts fade, it grows. */
    private double unit = 1;

    ClassDecisions(int classes) {
        hits = new double[classes];
        errors = new double[classes];
    }

    @Override
    public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        int said = mostProbable(outputs, outputOffset, hits.length);
        int came = (int) labels[labelOffset];
        if (said == came) {
            hits[came] += unit;
        } else {
            errors[came] += unit;
            errors[said] += unit;
        }
        rows += unit;
    }

    @Override
    public void report(Map<String, Double> into) {
        double right = 0;
        double f1 = 0;
        for (int c = 0; c < hits.length; c++) {
            right += hits[c];
            f1 += BinaryDecisions.f1(hits[c], errors[c]);
        }
        into.put("accuracy", right / rows);
        into.put("f1", f1 / hits.length);
    }

    /** The most probable class, the first of equal ones. */
    static int mostProbable(double[] outputs, int offset, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (outputs[offset + c] > outputs[offset + best]) {
                best = c;
            }
        }
        return best;
    }

    @Override
    public void fade(double factor) {
        unit /= factor;
        if (unit > LARGEST_UNIT) {
            for (int c = 0; c < hits.length; c++) {
                hits[c] /= unit;
                errors[c] /= unit;
            }
            rows /= unit;
            unit = 1;
        }
    }

    @Override
    public void merge(RunMetric other) {
        ClassDecisions o = (ClassDecisions) other;
        double share = unit / o.unit;
        for (int c = 0; c < hits.length; c++) {
            hits[c] += share * o.hits[c];
            errors[c] += share * o.errors[c];
        }
        rows += share * o.rows;
    }

    @Override
    public int stateBytes() {
        return (2 * hits.length + 2) * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        for (int c = 0; c < hits.length; c++) {
            out.putDouble(hits[c]).putDouble(errors[c]);
        }
        out.putDouble(rows).putDouble(unit);
    }

    @Override
    public void read(ByteBuffer in) {
        for (int c = 0; c < hits.length; c++) {
            hits[c] = in.getDouble();
            errors[c] = in.getDouble();
        }
        rows = in.getDouble();
        unit = in.getDouble();
    }
}

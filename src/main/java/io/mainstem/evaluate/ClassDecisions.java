package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * {@code accuracy} and {@code f1} of the most probable class, the first of equal ones. F1 is the mean over all declared
 * classes, a class that neither came nor was said counting 0.
 */
final class ClassDecisions implements RunMetric {

    private final long[] hits;
    private final long[] errors;
    private long rows;

    ClassDecisions(int classes) {
        hits = new long[classes];
        errors = new long[classes];
    }

    @Override
    public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        int said = 0;
        for (int c = 1; c < hits.length; c++) {
            if (outputs[outputOffset + c] > outputs[outputOffset + said]) {
                said = c;
            }
        }
        int came = (int) labels[labelOffset];
        if (said == came) {
            hits[came]++;
        } else {
            errors[came]++;
            errors[said]++;
        }
        rows++;
    }

    @Override
    public void report(Map<String, Double> into) {
        long right = 0;
        double f1 = 0;
        for (int c = 0; c < hits.length; c++) {
            right += hits[c];
            f1 += BinaryDecisions.f1(hits[c], errors[c]);
        }
        into.put("accuracy", right / (double) rows);
        into.put("f1", f1 / hits.length);
    }

    @Override
    public void merge(RunMetric other) {
        ClassDecisions o = (ClassDecisions) other;
        for (int c = 0; c < hits.length; c++) {
            hits[c] += o.hits[c];
            errors[c] += o.errors[c];
        }
        rows += o.rows;
    }

    @Override
    public int stateBytes() {
        return (2 * hits.length + 1) * Long.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        for (int c = 0; c < hits.length; c++) {
            out.putLong(hits[c]).putLong(errors[c]);
        }
        out.putLong(rows);
    }

    @Override
    public void read(ByteBuffer in) {
        for (int c = 0; c < hits.length; c++) {
            hits[c] = in.getLong();
            errors[c] = in.getLong();
        }
        rows = in.getLong();
    }
}

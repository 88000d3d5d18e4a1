package io.mainstem.evaluate;

import io.mainstem.event.Calibration;
import io.mainstem.event.Calibration.Bin;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code expectedCalibrationError} (Naeini et al. 2015; Guo et al. 2017, "On Calibration of Modern Neural Networks"):
 * things said to have a probability are sorted by it into {@value #BINS} bins of equal width, [0, 0.1) to [0.9, 1], p in that of floor(10 p); the
 * error is the mean difference between a bin's mean probability and the share of them that came true, weighted by the
 * bins' counts. Of a binary task the thing said is that it is true, of a multiclass task that it is the most probable
 * class, of a multilabel task each label.
 */
final class Reliability implements RunMetric {

    static final int BINS = 10;

    private final int outputs;
    private final boolean exclusive;
    private final double[] counts = new double[BINS];
    private final double[] confidences = new double[BINS];
    private final double[] hits = new double[BINS];

    private Reliability(int outputs, boolean exclusive) {
        this.outputs = outputs;
        this.exclusive = exclusive;
    }

    static Reliability of(TaskSpec task) {
        return new Reliability(task.outputWidth(), task instanceof TaskSpec.Multiclass);
    }

    @Override
    public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        if (exclusive) {
            int said = ClassDecisions.mostProbable(outputs, outputOffset, this.outputs);
            add(outputs[outputOffset + said], said == (int) labels[labelOffset]);
            return;
        }
        for (int i = 0; i < this.outputs; i++) {
            add(outputs[outputOffset + i], labels[labelOffset + i] == 1);
        }
    }

    private void add(double confidence, boolean hit) {
        // A confidence that is no number makes the whole one, as it does in other metrics.
        int bin = Math.min(BINS - 1, Math.max(0, (int) (confidence * BINS)));
        counts[bin]++;
        confidences[bin] += confidence;
        if (hit) {
            hits[bin]++;
        }
    }

    @Override
    public void report(Map<String, Double> into) {
        into.put("expectedCalibrationError", expectedError());
    }

    private double expectedError() {
        double total = 0;
        double apart = 0;
        for (int b = 0; b < BINS; b++) {
            total += counts[b];
            apart += Math.abs(confidences[b] - hits[b]);
        }
        return apart / total;
    }

    /** The error with the table behind it; null where there is none. */
    @Nullable
    Calibration table() {
        double error = expectedError();
        if (!Double.isFinite(error)) {
            return null;
        }
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < BINS; b++) {
            if (counts[b] > 0) {
                bins.add(new Bin(
                        b / (double) BINS,
                        (b + 1) / (double) BINS,
                        (long) counts[b],
                        confidences[b] / counts[b],
                        hits[b] / counts[b]));
            }
        }
        return new Calibration(error, bins);
    }

    @Override
    public void merge(RunMetric other) {
        Reliability o = (Reliability) other;
        for (int b = 0; b < BINS; b++) {
            counts[b] += o.counts[b];
            confidences[b] += o.confidences[b];
            hits[b] += o.hits[b];
        }
    }

    @Override
    public int stateBytes() {
        return 3 * BINS * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        for (int b = 0; b < BINS; b++) {
            out.putDouble(counts[b]).putDouble(confidences[b]).putDouble(hits[b]);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        for (int b = 0; b < BINS; b++) {
            counts[b] = in.getDouble();
            confidences[b] = in.getDouble();
            hits[b] = in.getDouble();
        }
    }
}

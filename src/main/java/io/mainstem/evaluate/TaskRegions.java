package io.mainstem.evaluate;

import io.mainstem.event.Coverage;
import io.mainstem.event.Region;
import io.mainstem.spec.IntervalSpec;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where the labels of one task are to be expected: conformal prediction (V. Vovk, A. Gammerman, G. Shafer, Algorithmic
 * Learning in a Random World, 2005) with the adaptive level of {@link AdaptiveQuantile}. An output of a regression has an
 * interval around its value, whose score is the absolute error; a binary or multiclass task has the set of those classes
 * whose probability lacks no more than so much of 1, whose score is what the label's lacks. Each output of a regression is
 * judged for itself.
 *
 * <p>A set may be empty, where no class is as probable as those that come true usually are: where the model is right more
 * often than asked, the sets could not miss as often as they should otherwise. So that equal probabilities, such as those
 * of a model that is certain of everything, cannot make whole stretches lie within or without, there is a millionth of
 * chance in the scores of classes, which is a matter of the event (smoothed conformal prediction, in the same book).
 *
 * <p>Labels before {@link AdaptiveQuantile#NEEDED} have none, nor has a prediction that is not finite. Memory and the size
 * of the state are fixed by the task and the windows. Not thread-safe.
 */
public final class TaskRegions implements Saved {

    private static final double CHANCE = 1e-6;
    /** No score of a class is above that. */
    private static final double EVERY_CLASS = 2;

    private final TaskSpec task;
    private final boolean intervals;
    private final AdaptiveQuantile[] quantiles;
    private final CoverageCount coverage;

    private TaskRegions(TaskSpec task, IntervalSpec.Adaptive spec, int window) {
        this.task = task;
        intervals = task instanceof TaskSpec.Regression;
        quantiles = new AdaptiveQuantile[intervals ? task.outputWidth() : 1];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = new AdaptiveQuantile(spec, intervals ? Double.POSITIVE_INFINITY : EVERY_CLASS);
        }
        coverage = new CoverageCount(spec.coverage(), quantiles.length, window);
    }

    /**
     * Of a task that has had no label; null where predictions of the task have no regions.
     *
     * @param window labels over which coverage is counted, beside the whole run
     */
    public static @Nullable TaskRegions of(TaskSpec task, IntervalSpec spec, int window) {
        boolean has = task instanceof TaskSpec.Regression
                || task instanceof TaskSpec.Binary
                || task instanceof TaskSpec.Multiclass;
        return has && spec instanceof IntervalSpec.Adaptive adaptive ? new TaskRegions(task, adaptive, window) : null;
    }

    /**
     * Gives a prediction its regions, NaN where there is none. Allocates nothing.
     *
     * @param outputs from {@code outputOffset} the task's numbers as in {@link io.mainstem.event.Prediction}
     * @param chance the event's, from 0 to below 1
     * @param regions to be filled from {@code regionOffset} with the task's as in {@link io.mainstem.event.Prediction}
     */
    public void predict(double[] outputs, int outputOffset, double chance, double[] regions, int regionOffset) {
        for (int i = 0; i < quantiles.length; i++) {
            double expected = quantiles[i].value();
            if (!isFinite(outputs, outputOffset, i)) {
                expected = Double.NaN;
            }
            // A comparison with NaN is false: it stays what it is.
            regions[regionOffset + i] = !intervals ? expected - CHANCE * chance : expected < 0 ? 0 : expected;
        }
    }

    private boolean isFinite(double[] outputs, int outputOffset, int interval) {
        if (intervals) {
            return Double.isFinite(outputs[outputOffset + interval]);
        }
        for (int c = 0; c < task.outputWidth(); c++) {
            if (!Double.isFinite(outputs[outputOffset + c])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Counts whether a label lies within the regions that were predicted for it, and learns how far it was from the
     * prediction. Changes no array and allocates nothing.
     *
     * @param outputs from {@code outputOffset} the task's numbers as in {@link io.mainstem.event.Prediction}
     * @param labels from {@code labelOffset} the task's numbers as in {@link io.mainstem.event.Labels}
     * @param chance the event's, as it was for {@link #predict}
     * @param regions from {@code regionOffset} the task's, as they were sent out with the prediction; null if none were
     */
    public void add(
            double[] outputs,
            int outputOffset,
            double[] labels,
            int labelOffset,
            double chance,
            double @Nullable [] regions,
            int regionOffset) {
        if (regions != null) {
            if (intervals) {
                countIntervals(outputs, outputOffset, labels, labelOffset, regions, regionOffset);
            } else if (!Double.isNaN(regions[regionOffset])) {
                countSet(outputs, outputOffset, (int) labels[labelOffset], regions[regionOffset]);
            }
        }
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i].add(
                    intervals
                            ? Math.abs(outputs[outputOffset + i] - labels[labelOffset + i])
                            : 1 - probability(outputs, outputOffset, (int) labels[labelOffset]) + CHANCE * chance);
        }
    }

    private void countIntervals(
            double[] outputs, int outputOffset, double[] labels, int labelOffset, double[] regions, int regionOffset) {
        int within = 0;
        double width = 0;
        for (int i = 0; i < quantiles.length; i++) {
            double value = outputs[outputOffset + i];
            double low = Region.low(value, regions[regionOffset + i]);
            double high = Region.high(value, regions[regionOffset + i]);
            double label = labels[labelOffset + i];
            within += low <= label && label <= high ? 1 : 0;
            width += high - low;
        }
        if (!Double.isNaN(width)) {
            coverage.add(within, width / quantiles.length);
        }
    }

    private void countSet(double[] outputs, int outputOffset, int label, double most) {
        int classes = task instanceof TaskSpec.Binary ? 2 : task.outputWidth();
        int size = 0;
        for (int c = 0; c < classes; c++) {
            size += Region.contains(probability(outputs, outputOffset, c), most) ? 1 : 0;
        }
        coverage.add(Region.contains(probability(outputs, outputOffset, label), most) ? 1 : 0, size);
    }

    private double probability(double[] outputs, int outputOffset, int label) {
        if (task instanceof TaskSpec.Binary) {
            return label == 1 ? outputs[outputOffset] : 1 - outputs[outputOffset];
        }
        return outputs[outputOffset + label];
    }

    /** How often labels lay within, so far; null before the first that had regions. */
    public @Nullable Coverage coverage() {
        return coverage.coverage();
    }

    @Override
    public int stateBytes() {
        int bytes = coverage.stateBytes();
        for (AdaptiveQuantile quantile : quantiles) {
            bytes += quantile.stateBytes();
        }
        return bytes;
    }

    @Override
    public void write(ByteBuffer out) {
        coverage.write(out);
        for (AdaptiveQuantile quantile : quantiles) {
            quantile.write(out);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        coverage.read(in);
        for (AdaptiveQuantile quantile : quantiles) {
            quantile.read(in);
        }
    }
}

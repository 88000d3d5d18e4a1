package io.mainstem.encode;

import io.mainstem.event.LabelLayout;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Between the units of the labels and those of the network: regression targets are standardised by the labels seen so
 * far, counts of a Poisson regression and all classes pass as they are. It is a part of the model, so it advances when
 * the weights do, with each mini-batch, and a prediction is the same whether it is made alone or in a mini-batch.
 *
 * <p>A label that lies wildly off counts no further than {@link RobustMoments} cuts it, neither for the scale nor as a
 * target: a single huge gradient would stay in the optimiser's moments for thousands of steps. The scale takes up labels
 * before it is known whether their mini-batch can be learned, as they are targets by that scale. Those of a mini-batch
 * that is then refused stay in it, where they do no harm for the same reason.
 */
public final class TargetScaler {

    private final LabelLayout layout;
    private final boolean[] scaled;
    private final RobustMoments moments;

    public TargetScaler(List<TaskSpec> tasks, LabelLayout layout) {
        this.layout = layout;
        scaled = new boolean[tasks.size()];
        for (int t = 0; t < scaled.length; t++) {
            scaled[t] = tasks.get(t) instanceof TaskSpec.Regression regression
                    && !(regression.loss() instanceof RegressionLoss.Poisson);
        }
        moments = new RobustMoments(layout.labelWidth());
    }

    /** Takes up the label of one task. */
    public void advance(int task, double[] labels) {
        if (scaled[task]) {
            for (int s = layout.labelOffset(task); s < layout.labelOffset(task + 1); s++) {
                moments.add(s, labels[s]);
            }
        }
    }

    /** Forgets the task's labels. */
    public void reset(int task) {
        for (int s = layout.labelOffset(task); s < layout.labelOffset(task + 1); s++) {
            moments.clear(s);
        }
    }

    /** A label of the task, at its slot of {@link LabelLayout}, as the loss takes it. */
    public float toNetwork(int task, int slot, double label) {
        if (!scaled[task]) {
            return (float) label;
        }
        double target = (label - moments.mean(slot)) / scale(slot);
        return (float) Math.max(-RobustMoments.LIMIT, Math.min(RobustMoments.LIMIT, target));
    }

    /** Turns the network's outputs of one row into probabilities and values in the labels' units, in place. */
    public void toLabels(double[] outputs) {
        for (int t = 0; t < scaled.length; t++) {
            if (scaled[t]) {
                int slot = layout.labelOffset(t);
                for (int o = layout.outputOffset(t); o < layout.outputOffset(t + 1); o++, slot++) {
                    outputs[o] = moments.mean(slot) + outputs[o] * scale(slot);
                }
            }
        }
    }

    /** The label that is 0 to the network: the labels' mean, 0 where they are taken as they are. */
    public double mean(int task, int slot) {
        return scaled[task] ? moments.mean(slot) : 0;
    }

    /** How many of the label's units are one of the network's. */
    public double scale(int task, int slot) {
        return scaled[task] ? scale(slot) : 1;
    }

    /** Whether that is known: not before the second distinct label. Where labels are taken as they are, it always is. */
    public boolean knowsScale(int task, int slot) {
        return !scaled[task] || moments.standardDeviation(slot) > 0;
    }

    private double scale(int slot) {
        double deviation = moments.standardDeviation(slot);
        return deviation == 0 ? 1 : deviation;
    }

    /** Of one task; each is saved for itself. */
    public int stateBytes(int task) {
        return (layout.labelOffset(task + 1) - layout.labelOffset(task)) * RobustMoments.BYTES;
    }

    public void write(int task, ByteBuffer out) {
        moments.write(layout.labelOffset(task), layout.labelOffset(task + 1), out);
    }

    public void read(int task, ByteBuffer in) {
        moments.read(layout.labelOffset(task), layout.labelOffset(task + 1), in);
    }
}

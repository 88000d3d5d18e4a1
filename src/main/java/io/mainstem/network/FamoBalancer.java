package io.mainstem.network;

import io.mainstem.spec.BalancerSpec;
import java.util.List;

/**
 * FAMO (Liu et al. 2023): the network descends Σ z·log L, normalised, with z the softmax of one logit a task; the logits
 * then rise for the tasks whose logarithmic loss the step lowered least.
 */
final class FamoBalancer implements Balancer {

    /** The logarithm of a loss is that of at least this. */
    private static final double SMALLEST_LOSS = 1e-8;

    private final double[] declared;
    private final double rate;
    private final double weightDecay;
    private final double[] logits;
    private final double[] shares;

    FamoBalancer(BalancerSpec.Famo spec, double[] declared) {
        this.declared = declared;
        rate = spec.learningRate();
        weightDecay = spec.weightDecay();
        logits = new double[declared.length];
        shares = new double[declared.length];
    }

    @Override
    public double weigh(TaskLosses losses, double[] weights) {
        share(losses);
        double sum = 0;
        for (int t = 0; t < weights.length; t++) {
            if (!losses.isSilent(t)) {
                sum += shares[t] / loss(losses, t);
            }
        }
        for (int t = 0; t < weights.length; t++) {
            if (!losses.isSilent(t)) {
                weights[t] = declared[t] * shares[t] / loss(losses, t) / sum;
            }
        }
        return 0;
    }

    private double loss(TaskLosses losses, int task) {
        return Math.max(SMALLEST_LOSS, declared[task] * losses.loss(task));
    }

    /** The softmax of the logits over the tasks that take part. */
    private void share(TaskLosses losses) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < logits.length; t++) {
            if (!losses.isSilent(t)) {
                highest = Math.max(highest, logits[t]);
            }
        }
        double sum = 0;
        for (int t = 0; t < logits.length; t++) {
            shares[t] = losses.isSilent(t) ? 0 : Math.exp(logits[t] - highest);
            sum += shares[t];
        }
        for (int t = 0; t < logits.length; t++) {
            shares[t] /= sum;
        }
    }

    @Override
    public boolean wantsLossesAfter() {
        return true;
    }

    @Override
    public void learn(TaskLosses before, TaskLosses after) {
        double mean = 0;
        for (int t = 0; t < logits.length; t++) {
            if (!before.isSilent(t)) {
                mean += shares[t] * improvement(before, after, t);
            }
        }
        if (!Double.isFinite(mean)) {
            return;
        }
        for (int t = 0; t < logits.length; t++) {
            if (!before.isSilent(t)) {
                double slope = shares[t] * (improvement(before, after, t) - mean);
                logits[t] -= rate * (slope + weightDecay * logits[t]);
            }
        }
    }

    private double improvement(TaskLosses before, TaskLosses after, int task) {
        return Math.log(loss(before, task)) - Math.log(loss(after, task));
    }

    @Override
    public List<StateArray> state() {
        return List.of(new DoubleState("balancer.logits", logits));
    }
}

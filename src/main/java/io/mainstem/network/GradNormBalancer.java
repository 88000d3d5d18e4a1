package io.mainstem.network;

import io.mainstem.spec.BalancerSpec;
import java.util.Arrays;
import java.util.List;

/**
 * GradNorm (Chen et al. 2018): weights under which the tasks' gradients by the weights of the last shared layer come to
 * norms of the same size, larger for a task whose loss has fallen less than the others'. The sum of the weights stays.
 */
final class GradNormBalancer implements Balancer {

    private static final double SMALLEST_WEIGHT = 1e-4;
    /** Losses count for at least this: a ratio to a first loss of 0 is no number. */
    private static final double SMALLEST_LOSS = 1e-8;

    private final double[] declared;
    private final double rate;
    private final double alpha;
    private final double[] learned;
    /** NaN for a task that was silent so far. */
    private final double[] firstLosses;

    private final double[] norms;
    private final double[] pace;

    GradNormBalancer(BalancerSpec.GradNorm spec, double[] declared) {
        this.declared = declared;
        rate = spec.learningRate();
        alpha = spec.alpha();
        int tasks = declared.length;
        learned = new double[tasks];
        Arrays.fill(learned, 1);
        firstLosses = new double[tasks];
        Arrays.fill(firstLosses, Double.NaN);
        norms = new double[tasks];
        pace = new double[tasks];
    }

    @Override
    public double weigh(TaskLosses losses, double[] weights) {
        for (int t = 0; t < weights.length; t++) {
            weights[t] = learned[t] * declared[t];
        }
        return 0;
    }

    @Override
    public boolean wantsGradients() {
        return true;
    }

    @Override
    public void combine(TaskGradients gradients, TaskLosses losses) {
        for (int t = 0; t < declared.length; t++) {
            if (!losses.isSilent(t)) {
                norms[t] = gradients.lastSharedNorm(t);
                if (gradients.shapes(t)) {
                    gradients.addToSum(gradients.of(t));
                }
            }
        }
    }

    @Override
    public void learn(TaskLosses before, TaskLosses after) {
        double meanNorm = 0;
        double meanPace = 0;
        double sum = 0;
        int active = 0;
        for (int t = 0; t < declared.length; t++) {
            if (!before.isSilent(t)) {
                double loss = Math.max(SMALLEST_LOSS, before.excess(t));
                if (Double.isNaN(firstLosses[t])) {
                    firstLosses[t] = loss;
                }
                pace[t] = loss / firstLosses[t];
                meanPace += pace[t];
                meanNorm += norms[t];
                sum += learned[t];
                active++;
            }
        }
        meanPace /= active;
        meanNorm /= active;
        if (meanNorm == 0) {
            // There is nothing to share out.
            return;
        }
        double newSum = 0;
        for (int t = 0; t < declared.length; t++) {
            if (!before.isSilent(t)) {
                double target = meanNorm * Math.pow(pace[t] / meanPace, alpha);
                double slope = Math.signum(norms[t] - target) * norms[t] / learned[t];
                learned[t] = Math.max(SMALLEST_WEIGHT, learned[t] - rate * slope);
                newSum += learned[t];
            }
        }
        for (int t = 0; t < declared.length; t++) {
            if (!before.isSilent(t)) {
                learned[t] *= sum / newSum;
            }
        }
    }

    @Override
    public List<StateArray> state() {
        return List.of(
                new DoubleState("balancer.weights", learned), new DoubleState("balancer.firstLosses", firstLosses));
    }
}

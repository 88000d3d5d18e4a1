package io.mainstem.network;

import io.mainstem.spec.BalancerSpec;
import java.util.Arrays;
import java.util.List;

/**
 * FAMO (Liu et al. 2023): the network descends Σ z·log L, normalised, with z the softmax of one logit a task; the logits
 * then rise for the tasks whose logarithmic loss the step lowered least. As in the authors' program, the logits learn by
 * Adam (Kingma and Ba 2015), whose steps are of the size of the rate, and the decay is a part of their gradient.
 *
 * <p>A logarithm knows no end: of a task that has nothing left to learn it would ask for ever more, and leave nothing for
 * the others. So losses count for at least a share of what is usual for the task, and for a little in any case.
 */
final class FamoBalancer implements Balancer {

    private static final double SMALLEST_LOSS = 1e-2;
    private static final double SMALLEST_SHARE = 0.1;
    /** What a new loss counts for in the mean, and how many times the mean it counts as at most. */
    private static final double FADING = 0.01;

    private static final double LARGEST_OUTLIER = 10;

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double[] declared;
    private final double rate;
    private final double weightDecay;
    private final double[] logits;
    private final double[] firstMoments;
    private final double[] secondMoments;
    private final long[] counts;
    /** Of each task's weighted loss; NaN for a task that was silent so far. */
    private final double[] means;

    private final double[] shares;

    FamoBalancer(BalancerSpec.Famo spec, double[] declared) {
        this.declared = declared;
        rate = spec.learningRate();
        weightDecay = spec.weightDecay();
        logits = new double[declared.length];
        firstMoments = new double[declared.length];
        secondMoments = new double[declared.length];
        counts = new long[declared.length];
        means = new double[declared.length];
        Arrays.fill(means, Double.NaN);
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
        double usual = Double.isNaN(means[task]) ? 0 : means[task];
        double floor = Math.max(SMALLEST_LOSS, SMALLEST_SHARE * usual);
        return Math.max(floor, declared[task] * losses.excess(task));
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
                descend(t, slope + weightDecay * logits[t]);
            }
        }
        for (int t = 0; t < logits.length; t++) {
            if (!before.isSilent(t)) {
                observe(t, loss(before, t));
            }
        }
    }

    private void descend(int task, double slope) {
        counts[task]++;
        firstMoments[task] = BETA1 * firstMoments[task] + (1 - BETA1) * slope;
        secondMoments[task] = BETA2 * secondMoments[task] + (1 - BETA2) * slope * slope;
        double first = firstMoments[task] / (1 - Math.pow(BETA1, (double) counts[task]));
        double second = secondMoments[task] / (1 - Math.pow(BETA2, (double) counts[task]));
        logits[task] -= rate * first / (Math.sqrt(second) + EPSILON);
    }

    private void observe(int task, double loss) {
        if (Double.isNaN(means[task])) {
            means[task] = loss;
        } else {
            means[task] += FADING * (Math.min(LARGEST_OUTLIER * means[task], loss) - means[task]);
        }
    }

    private double improvement(TaskLosses before, TaskLosses after, int task) {
        return Math.log(loss(before, task)) - Math.log(loss(after, task));
    }

    @Override
    public List<StateArray> state() {
        return List.of(
                new DoubleState("balancer.logits", logits),
                new DoubleState("balancer.firstMoments", firstMoments),
                new DoubleState("balancer.secondMoments", secondMoments),
                new CountState("balancer.counts", List.of(counts)),
                new DoubleState("balancer.means", means));
    }
}

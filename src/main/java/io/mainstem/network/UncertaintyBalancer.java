package io.mainstem.network;

import io.mainstem.spec.BalancerSpec;
import java.util.List;

/**
 * Kendall et al. 2018: Σ exp(−s)/2·L + s/2 over the tasks, where s, the logarithm of a task's noise variance, is
 * learned by plain gradient descent.
 */
final class UncertaintyBalancer implements Balancer {

    /**
     * While a loss stays next to 0, s would fall for ever, and the first row that the task gets wrong would throw the trunk
     * over. At 4 the factor is 27 at most: a step at a usual rate bears that, and tasks whose losses differ by factors of
     * up to 3000 still come to the same.
     */
    private static final double FARTHEST = 4;

    private final double[] declared;
    private final double rate;
    private final double[] logVariances;

    UncertaintyBalancer(BalancerSpec.Uncertainty spec, double[] declared) {
        this.declared = declared;
        rate = spec.learningRate();
        logVariances = new double[declared.length];
    }

    @Override
    public double weigh(TaskLosses losses, double[] weights) {
        double added = 0;
        for (int t = 0; t < weights.length; t++) {
            if (!losses.isSilent(t)) {
                weights[t] = weight(t);
                added += logVariances[t] / 2;
            }
        }
        return added;
    }

    private double weight(int task) {
        return declared[task] * Math.exp(-logVariances[task]) / 2;
    }

    @Override
    public void learn(TaskLosses before, TaskLosses after) {
        for (int t = 0; t < declared.length; t++) {
            if (!before.isSilent(t)) {
                double s = logVariances[t] - rate * (0.5 - weight(t) * before.excess(t));
                logVariances[t] = Math.max(-FARTHEST, Math.min(FARTHEST, s));
            }
        }
    }

    @Override
    public List<StateArray> state() {
        return List.of(new DoubleState("balancer.logVariances", logVariances));
    }
}

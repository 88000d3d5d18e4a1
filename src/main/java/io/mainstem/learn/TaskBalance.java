package io.mainstem.learn;

import io.mainstem.network.Network;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the tasks share the steps: the weights in use, and whether their gradients of the trunk agree (their cosines, as
 * in Yu et al. 2020, "Gradient Surgery for Multi-Task Learning", section 2).
 */
final class TaskBalance {

    /** The cosine of a single step is noise: each new one counts for a hundredth, in the beginning for its share. */
    private static final double FADING = 0.01;

    private final List<String> tasks;
    private final double[] weights;
    /** {@code [tasks][tasks]}, of which only those above the diagonal are in use; and of how many steps each is. */
    private final double[][] cosines;

    private final long[][] observed;

    TaskBalance(List<TaskSpec> tasks) {
        this.tasks = tasks.stream().map(TaskSpec::name).toList();
        weights = new double[tasks.size()];
        cosines = new double[tasks.size()][tasks.size()];
        observed = new long[tasks.size()][tasks.size()];
        Arrays.fill(weights, Double.NaN);
    }

    /** Takes up the step that the network has just made. */
    void observe(Network network) {
        for (int t = 0; t < weights.length; t++) {
            double weight = network.taskWeight(t);
            if (!Double.isNaN(weight)) {
                weights[t] = weight;
            }
        }
        for (int t = 0; network.comparedGradients() && t < weights.length; t++) {
            for (int other = t + 1; other < weights.length; other++) {
                double cosine = network.gradientCosine(t, other);
                if (!Double.isNaN(cosine)) {
                    double share = Math.max(FADING, 1.0 / ++observed[t][other]);
                    cosines[t][other] += share * (cosine - cosines[t][other]);
                }
            }
        }
    }

    /** The factor of the task's loss in its last step; NaN before the first. */
    double weight(int task) {
        return weights[task];
    }

    /** With each other task with which it ever shared a step, by name. */
    Map<String, Double> gradientCosines(int task) {
        Map<String, Double> all = new LinkedHashMap<>();
        for (int other = 0; other < weights.length; other++) {
            int low = Math.min(task, other);
            int high = Math.max(task, other);
            if (low < high && observed[low][high] > 0) {
                all.put(tasks.get(other), cosines[low][high]);
            }
        }
        return all;
    }

    /** Of the two tasks' gradients; 0 where they never shared a step. */
    double cosine(int task, int other) {
        return cosines[Math.min(task, other)][Math.max(task, other)];
    }

    int stateBytes() {
        int pairs = weights.length * (weights.length - 1) / 2;
        return weights.length * Double.BYTES + pairs * (Double.BYTES + Long.BYTES);
    }

    void write(ByteBuffer out) {
        for (int t = 0; t < weights.length; t++) {
            out.putDouble(weights[t]);
            for (int other = t + 1; other < weights.length; other++) {
                out.putDouble(cosines[t][other]).putLong(observed[t][other]);
            }
        }
    }

    void read(ByteBuffer in) {
        for (int t = 0; t < weights.length; t++) {
            weights[t] = in.getDouble();
            for (int other = t + 1; other < weights.length; other++) {
                cosines[t][other] = in.getDouble();
                observed[t][other] = in.getLong();
            }
        }
    }
}

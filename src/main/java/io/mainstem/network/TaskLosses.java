package io.mainstem.network;

import java.util.Arrays;

/** What one mini-batch says of each task: its loss, before any weight, and how many rows carry a label for it. */
final class TaskLosses {

    private final double[] losses;
    private final int[] labelled;

    TaskLosses(int tasks) {
        losses = new double[tasks];
        labelled = new int[tasks];
    }

    int tasks() {
        return losses.length;
    }

    void set(int task, int rows, double loss) {
        labelled[task] = rows;
        losses[task] = rows == 0 ? Double.NaN : loss;
    }

    /** Of a task that takes no part in the step though it has a loss. */
    void setAside(int task, double loss) {
        labelled[task] = 0;
        losses[task] = loss;
    }

    /** NaN where the task has none. */
    double loss(int task) {
        return losses[task];
    }

    int labelled(int task) {
        return labelled[task];
    }

    boolean isSilent(int task) {
        return labelled[task] == 0;
    }

    /** Makes the given task, as it is in the other, the only one that takes part. */
    void only(int task, TaskLosses other) {
        Arrays.fill(losses, Double.NaN);
        Arrays.fill(labelled, 0);
        losses[task] = other.losses[task];
        labelled[task] = other.labelled[task];
    }

    /** Tasks that take part. */
    int active() {
        int active = 0;
        for (int rows : labelled) {
            active += rows > 0 ? 1 : 0;
        }
        return active;
    }

    /** Whether no loss is larger than that or, where the task takes part, is no number. */
    boolean areAtMost(double largest) {
        for (int t = 0; t < losses.length; t++) {
            boolean none = isSilent(t) && Double.isNaN(losses[t]);
            if (!none && !(Math.abs(losses[t]) <= largest)) {
                return false;
            }
        }
        return true;
    }

    boolean allSilent() {
        for (int rows : labelled) {
            if (rows > 0) {
                return false;
            }
        }
        return true;
    }
}

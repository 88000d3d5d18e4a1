package io.mainstem.network;

import java.util.Arrays;

/**
 * What one mini-batch says of each task: its loss, before any weight, and how many rows carry a label for it. Balancers,
 * which take ratios and logarithms, go by how far the loss is above the least possible one: what is left to learn.
 */
final class TaskLosses {

    private final double[] losses;
    private final double[] excesses;
    private final int[] labelled;
    private final boolean[] leftOut;

    TaskLosses(int tasks) {
        losses = new double[tasks];
        excesses = new double[tasks];
        labelled = new int[tasks];
        leftOut = new boolean[tasks];
    }

    int tasks() {
        return losses.length;
    }

    /**
     * Of a task that takes part if any row has a label for it.
     *
     * @param least that the loss could be with these labels
     */
    void set(int task, int rows, double loss, double least) {
        labelled[task] = rows;
        losses[task] = rows == 0 ? Double.NaN : loss;
        // Only by rounding is it below 0.
        excesses[task] = rows == 0 ? Double.NaN : Math.max(0, loss - least);
    }

    /** Of a task that takes no part in the step though it has a loss. */
    void setAside(int task, double loss) {
        labelled[task] = 0;
        losses[task] = loss;
        excesses[task] = Double.NaN;
    }

    /** NaN where the task has none. */
    double loss(int task) {
        return losses[task];
    }

    /** What the loss is above the least possible one, at least 0; of tasks that take part. */
    double excess(int task) {
        return excesses[task];
    }

    int labelled(int task) {
        return labelled[task];
    }

    boolean isSilent(int task) {
        return labelled[task] == 0;
    }

    /** Whether the task shapes the trunk no more from now on: its head learns, and passes nothing on. */
    void leaveOut(int task, boolean out) {
        leftOut[task] = out;
    }

    boolean isLeftOut(int task) {
        return leftOut[task];
    }

    /** Whether any task that takes part shapes the trunk. */
    boolean shapeTrunk() {
        for (int t = 0; t < labelled.length; t++) {
            if (!isSilent(t) && !leftOut[t]) {
                return true;
            }
        }
        return false;
    }

    /** Makes the given task, as it is in the other, the only one that takes part, and have it shape the trunk. */
    void only(int task, TaskLosses other) {
        Arrays.fill(losses, Double.NaN);
        Arrays.fill(labelled, 0);
        losses[task] = other.losses[task];
        excesses[task] = other.excesses[task];
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

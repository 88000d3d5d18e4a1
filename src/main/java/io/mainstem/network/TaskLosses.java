package io.mainstem.network;

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

    boolean allSilent() {
        for (int rows : labelled) {
            if (rows > 0) {
                return false;
            }
        }
        return true;
    }
}

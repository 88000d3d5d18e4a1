package io.mainstem.event;

import io.mainstem.spec.TaskSpec;
import java.util.List;

/** Where each task's numbers stand in flat arrays of labels, outputs and regions; fixed by the declared tasks. */
public final class LabelLayout {

    private final int[] labelOffsets;
    private final int[] outputOffsets;
    private final int[] regionOffsets;

    public LabelLayout(List<TaskSpec> tasks) {
        labelOffsets = new int[tasks.size() + 1];
        outputOffsets = new int[tasks.size() + 1];
        regionOffsets = new int[tasks.size() + 1];
        for (int t = 0; t < tasks.size(); t++) {
            labelOffsets[t + 1] = labelOffsets[t] + tasks.get(t).labelWidth();
            outputOffsets[t + 1] = outputOffsets[t] + tasks.get(t).outputWidth();
            regionOffsets[t + 1] = regionOffsets[t] + regionWidth(tasks.get(t));
        }
    }

    private static int regionWidth(TaskSpec task) {
        if (task instanceof TaskSpec.Regression regression) {
            return regression.outputs();
        }
        return task instanceof TaskSpec.Binary || task instanceof TaskSpec.Multiclass ? 1 : 0;
    }

    public int tasks() {
        return labelOffsets.length - 1;
    }

    /** First slot of the task in an array of labels. */
    public int labelOffset(int task) {
        return labelOffsets[task];
    }

    /** Slots of an array of labels. */
    public int labelWidth() {
        return labelOffsets[tasks()];
    }

    /** First slot of the task in an array of outputs. */
    public int outputOffset(int task) {
        return outputOffsets[task];
    }

    /** Slots of an array of outputs. */
    public int outputWidth() {
        return outputOffsets[tasks()];
    }

    /** First slot of the task in an array of regions. */
    public int regionOffset(int task) {
        return regionOffsets[task];
    }

    /** Slots of an array of regions. */
    public int regionWidth() {
        return regionOffsets[tasks()];
    }

    /** Puts a task's label, which is present there, in the place of what {@code to} has of that task. */
    public void copy(int task, Labels from, Labels to) {
        int start = labelOffset(task);
        System.arraycopy(from.values(), start, to.values(), start, labelOffset(task + 1) - start);
        to.present()[task] = true;
    }
}

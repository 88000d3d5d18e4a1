package io.mainstem.learn;

import io.mainstem.event.LabelLayout;
import io.mainstem.event.Labels;
import io.mainstem.spec.TaskSpec;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** From the labels of a saved example to those of a learner with other tasks, by the tasks' names. */
final class SavedLabels {

    private static final int NONE = -1;

    private final LabelLayout layout;
    /** {@code [own tasks]} which of the saved tasks each is, and {@code [saved tasks + 1]} where their numbers begin. */
    private final int[] savedTasks;

    private final int[] offsets;

    SavedLabels(List<StateDirectory.Entry> saved, List<TaskSpec> own, LabelLayout layout) {
        this.layout = layout;
        List<String> names = saved.stream().map(StateDirectory.Entry::name).toList();
        savedTasks = own.stream().mapToInt(task -> names.indexOf(task.name())).toArray();
        offsets = new int[saved.size() + 1];
        for (int s = 0; s < saved.size(); s++) {
            offsets[s + 1] = offsets[s] + saved.get(s).labelWidth();
        }
    }

    /** Numbers of the saved labels. */
    int width() {
        return offsets[tasks()];
    }

    /** Tasks of the saved labels. */
    int tasks() {
        return offsets.length - 1;
    }

    Labels own(Labels saved) {
        Labels labels = Labels.none(layout);
        for (int t = 0; t < savedTasks.length; t++) {
            int s = savedTasks[t];
            if (s != NONE && saved.present()[s]) {
                labels.present()[t] = true;
                int width = offsets[s + 1] - offsets[s];
                System.arraycopy(saved.values(), offsets[s], labels.values(), layout.labelOffset(t), width);
            }
        }
        return labels;
    }

    /**
     * The outputs that go with the labels.
     *
     * @param saved {@code [saved tasks][outputs]}, none for tasks without a label
     * @return {@code [layout.outputWidth]}, NaN for tasks without
     */
    double[] ownOutputs(double[][] saved) {
        return own(saved, layout.outputWidth(), layout::outputOffset);
    }

    /**
     * The regions that go with the labels.
     *
     * @param saved {@code [saved tasks][regions]}, none for tasks without a label
     * @return {@code [layout.regionWidth]}, NaN for tasks without
     */
    double[] ownRegions(double[][] saved) {
        return own(saved, layout.regionWidth(), layout::regionOffset);
    }

    private double[] own(double[][] saved, int width, IntUnaryOperator offset) {
        double[] numbers = new double[width];
        Arrays.fill(numbers, Double.NaN);
        for (int t = 0; t < savedTasks.length; t++) {
            if (savedTasks[t] != NONE) {
                double[] ofTask = saved[savedTasks[t]];
                System.arraycopy(ofTask, 0, numbers, offset.applyAsInt(t), ofTask.length);
            }
        }
        return numbers;
    }
}

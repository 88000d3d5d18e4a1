package io.mainstem.event;

/**
 * The labels of one event: for each task either all of its numbers or none. Binary is 0 or 1, multiclass the index of
 * the class, multilabel 0 or 1 for each label, regression the value of each output in its own unit, clustering a number that stands for the reference.
 *
 * <p>Not to be changed once handed on.
 *
 * @param values {@code [layout.labelWidth]}; slots of absent tasks are 0
 * @param present {@code [tasks]}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, read on the hot path
public record Labels(double[] values, boolean[] present) {

    public static Labels none(LabelLayout layout) {
        return new Labels(new double[layout.labelWidth()], new boolean[layout.tasks()]);
    }

    public boolean isEmpty() {
        for (boolean p : present) {
            if (p) {
                return false;
            }
        }
        return true;
    }
}

package io.mainstem.learn.onnx;

import io.mainstem.spec.TaskSpec;

/**
 * The names of a task's outputs.
 *
 * @param value of the task itself: {@code [batch, 1]} the probability of yes, or the index of the cluster; {@code [batch,
 *     classes or labels]} their probabilities; {@code [batch, outputs]} the values of a regression in their own unit
 * @param distance to the cluster's centroid, {@code [batch, 1]}; empty of other tasks
 */
record TaskOutputs(String value, String distance) {

    /** The task's name, and for what there is beside it that name with an ending; reserves both. */
    static TaskOutputs reserve(Graph graph, TaskSpec task, String value) {
        return new TaskOutputs(
                value, task instanceof TaskSpec.Clustering ? graph.reserve(task.name() + ".distance") : "");
    }
}

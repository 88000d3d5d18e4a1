package io.mainstem.event;

import java.util.Map;

/**
 * How a task does on the events that are held out: predicted and scored, never trained on.
 *
 * @param labels of the task scored so far, among them
 * @param run metrics over the whole run, by name
 * @param window metrics over the newest of them
 * @param baselines over the whole run, by baseline and metric; they know the labels of what is held out only
 */
public record HeldOut(
        long labels, Map<String, Double> run, Map<String, Double> window, Map<String, Map<String, Double>> baselines) {}

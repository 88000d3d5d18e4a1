package io.mainstem.event;

import java.util.Map;

/**
 * How one task does, at one point of the stream. Metrics by name ({@code logLoss accuracy rocAuc f1 mae rmse r2
 * exampleAccuracy microF1}); one that is not defined yet, such as the AUC of a single class, is absent.
 *
 * @param time of the newest event scored, as in {@link Event#time()}
 * @param events that the learner took so far, labelled or not
 * @param labels of this task scored so far
 * @param run metrics over the whole run
 * @param window metrics over the sliding window
 * @param baselines over the whole run, by baseline and metric
 * @param windowBaselines over the sliding window, by baseline and metric
 */
public record TaskMetrics(
        long time,
        String task,
        int replica,
        long step,
        long events,
        long labels,
        Map<String, Double> run,
        Map<String, Double> window,
        Map<String, Map<String, Double>> baselines,
        Map<String, Map<String, Double>> windowBaselines) {}

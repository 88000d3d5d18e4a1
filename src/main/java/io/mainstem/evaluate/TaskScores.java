package io.mainstem.evaluate;

import io.mainstem.event.Calibration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one task does, as in {@link io.mainstem.event.TaskMetrics}. Metrics by name, in a fixed order; one that is not
 * defined is absent. The maps are not to be changed.
 *
 * @param run metrics over the whole run
 * @param window metrics over the sliding window
 * @param faded metrics whose labels count less the older they are; without AUC and calibration
 * @param calibration over the run; null where the task has no probabilities or no label was scored
 * @param baselines over the whole run, by baseline and metric
 * @param windowBaselines over the sliding window, by baseline and metric
 */
public record TaskScores(
        Map<String, Double> run,
        Map<String, Double> window,
        Map<String, Double> faded,
        @Nullable Calibration calibration,
        Map<String, Map<String, Double>> baselines,
        Map<String, Map<String, Double>> windowBaselines) {}

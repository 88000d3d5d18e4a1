package io.mainstem.event;

import java.util.Map;

/**
 * How one task does, at one point of the stream. Metrics by name ({@code logLoss accuracy rocAuc f1 mae rmse r2
 * exampleAccuracy microF1}); one that is not defined yet, such as the AUC of a single class, is absent.
 *
 * @param time of the newest event scored, as in {@link Event#time()}
 * @param events that the learner took so far, labelled or not
 * @param labels of this task scored so far
 * @param notLearned examples of the learner that were predicted and scored only, while it was paused
 * @param weight the factor of the task's loss in its last optimiser step; NaN before the first
 * @param gradientCosines the cosine of the angle between this task's gradient of the trunk and that of another, by the
 *     other's name: a mean that fades, over the steps in which both had labels; below 0 the two are in conflict
 * @param run metrics over the whole run
 * @param window metrics over the sliding window
 * @param baselines over the whole run, by baseline and metric
 * @param windowBaselines over the sliding window, by baseline and metric
 * @param lateLabels what became of labels that were waited for, by kind; none where the learner waits for no labels
 * @param labelAges over the whole run, by the age of the labels; none where those of the task are not waited for
 * @param insight what else it knows of how well the task is learned
 */
public record TaskMetrics(
        long time,
        String task,
        int replica,
        long step,
        long events,
        long labels,
        long notLearned,
        double weight,
        Map<String, Double> gradientCosines,
        Map<String, Double> run,
        Map<String, Double> window,
        Map<String, Map<String, Double>> baselines,
        Map<String, Map<String, Double>> windowBaselines,
        Map<String, Long> lateLabels,
        Map<String, LabelAge> labelAges,
        Insight insight) {

    /** Without insight. */
    public TaskMetrics(
            long time,
            String task,
            int replica,
            long step,
            long events,
            long labels,
            long notLearned,
            double weight,
            Map<String, Double> gradientCosines,
            Map<String, Double> run,
            Map<String, Double> window,
            Map<String, Map<String, Double>> baselines,
            Map<String, Map<String, Double>> windowBaselines,
            Map<String, Long> lateLabels,
            Map<String, LabelAge> labelAges) {
        this(
                time,
                task,
                replica,
                step,
                events,
                labels,
                notLearned,
                weight,
                gradientCosines,
                run,
                window,
                baselines,
                windowBaselines,
                lateLabels,
                labelAges,
                Insight.NONE);
    }

    /** Of a learner that waits for no labels. */
    public TaskMetrics(
            long time,
            String task,
            int replica,
            long step,
            long events,
            long labels,
            double weight,
            Map<String, Double> gradientCosines,
            Map<String, Double> run,
            Map<String, Double> window,
            Map<String, Map<String, Double>> baselines,
            Map<String, Map<String, Double>> windowBaselines) {
        this(
                time,
                task,
                replica,
                step,
                events,
                labels,
                0,
                weight,
                gradientCosines,
                run,
                window,
                baselines,
                windowBaselines,
                Map.of(),
                Map.of());
    }
}

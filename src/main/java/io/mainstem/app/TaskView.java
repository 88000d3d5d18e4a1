package io.mainstem.app;

import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.TaskSpec;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What is shown of a task: its metrics, the main one first, and the baseline that it has to beat. */
record TaskView(String type, String baseline, List<Metric> metrics) {

    /**
     * A metric as people read it.
     *
     * @param key its name in records
     */
    record Metric(String key, String title, boolean lowerIsBetter) {}

    private static final String NO_BASELINE = "";
    private static final Metric LOG_LOSS = new Metric("logLoss", "log loss", true);
    private static final Metric ACCURACY = new Metric("accuracy", "accuracy", false);

    static TaskView of(TaskSpec task) {
        if (task instanceof TaskSpec.Binary) {
            return new TaskView(
                    "binary", "classFrequencies", List.of(LOG_LOSS, ACCURACY, new Metric("rocAuc", "ROC AUC", false)));
        }
        if (task instanceof TaskSpec.Multiclass) {
            return new TaskView("multiclass", "classFrequencies", List.of(LOG_LOSS, ACCURACY));
        }
        if (task instanceof TaskSpec.Multilabel) {
            return new TaskView(
                    "multilabel",
                    "labelFrequencies",
                    List.of(
                            LOG_LOSS,
                            new Metric("exampleAccuracy", "example acc.", false),
                            new Metric("microF1", "micro F1", false)));
        }
        if (task instanceof TaskSpec.Clustering) {
            return new TaskView(
                    "clustering",
                    NO_BASELINE,
                    List.of(
                            new Metric("inertia", "inertia", true),
                            new Metric("simplifiedSilhouette", "silhouette", false),
                            new Metric("nmi", "NMI", false)));
        }
        return new TaskView(
                "regression",
                "runningMean",
                List.of(
                        new Metric("rmse", "RMSE", true),
                        new Metric("mae", "MAE", true),
                        new Metric("r2", "R2", false)));
    }

    boolean hasBaseline() {
        return !baseline.equals(NO_BASELINE);
    }

    Metric main() {
        return metrics.get(0);
    }

    OptionalDouble ofModel(Metric metric, Map<String, Double> metrics) {
        Double value = metrics.get(metric.key());
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    OptionalDouble ofBaseline(Metric metric, Map<String, Map<String, Double>> baselines) {
        return ofModel(metric, baselines.getOrDefault(baseline, Map.of()));
    }

    /** How much better than its baseline the model is over the whole run; empty as long as either is unknown. */
    Verdict verdict(Metric metric, TaskMetrics all) {
        OptionalDouble model = ofModel(metric, all.run());
        OptionalDouble base = ofBaseline(metric, all.baselines());
        return model.isPresent() && base.isPresent()
                ? Verdict.of(model.getAsDouble(), base.getAsDouble(), metric.lowerIsBetter())
                : Verdict.UNKNOWN;
    }
}

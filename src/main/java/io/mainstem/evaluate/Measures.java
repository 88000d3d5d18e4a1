package io.mainstem.evaluate;

import io.mainstem.evaluate.SlidingWindow.LabelCode;
import io.mainstem.spec.TaskSpec;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is measured for a type of task, and beside whom. Suppliers, for every evaluator has its own, and a window is
 * measured from nothing each time.
 *
 * @param code how labels are kept in the window
 * @param counted metrics of the model that are the same over a run and over a window
 * @param ranked the model's outputs that have an AUC, which is exact over a window only; 0 for none
 * @param rivals in the order in which they are reported
 */
record Measures(LabelCode code, Supplier<RunMetric> counted, int ranked, List<Rival> rivals) {

    /** A baseline and its metrics. None has an AUC: at any one time a baseline scores all examples alike. */
    record Rival(String name, Supplier<Baseline> baseline, Supplier<RunMetric> metrics) {}

    /** The model's metrics over a run. */
    RunMetric run() {
        return ranked == 0 ? counted.get() : new RunMetrics(counted.get(), new HistogramRocAuc(ranked));
    }

    /** The model's metrics over {@code size} examples. */
    List<Metric> window(int size) {
        return ranked == 0 ? List.of(counted.get()) : List.of(counted.get(), new ExactRocAuc(ranked, size));
    }

    static Measures of(TaskSpec task) {
        if (task instanceof TaskSpec.Binary) {
            return binary();
        }
        if (task instanceof TaskSpec.Multiclass multiclass) {
            return multiclass(multiclass.classes().size());
        }
        if (task instanceof TaskSpec.Multilabel multilabel) {
            return multilabel(multilabel.labels().size());
        }
        if (task instanceof TaskSpec.Clustering clustering) {
            return clustering(clustering.k());
        }
        return regression(task.outputWidth());
    }

    /** A label that is not there is NaN. No baseline: what sees no features has no distances. */
    private static Measures clustering(int k) {
        return new Measures(
                LabelCode.DOUBLE, () -> new RunMetrics(new Compactness(), new MutualInformation(k)), 0, List.of());
    }

    private static Measures binary() {
        Supplier<RunMetric> all = () -> new RunMetrics(new LogLoss.OfLabels(1), new BinaryDecisions());
        return new Measures(
                LabelCode.BYTE,
                all,
                1,
                List.of(
                        new Rival("classFrequencies", () -> new Frequencies.OfLabels(1), all),
                        new Rival("lastLabel", () -> new LastLabel.OfValues(1), BinaryDecisions::new)));
    }

    private static Measures multiclass(int classes) {
        Supplier<RunMetric> decisions = () -> new ClassDecisions(classes);
        Supplier<RunMetric> all = () -> new RunMetrics(new LogLoss.OfClasses(classes), decisions.get());
        return new Measures(
                classes - 1 <= Byte.MAX_VALUE ? LabelCode.BYTE : LabelCode.INT,
                all,
                classes,
                List.of(
                        new Rival("classFrequencies", () -> new Frequencies.OfClasses(classes), all),
                        new Rival("lastLabel", () -> new LastLabel.OfClasses(classes), decisions)));
    }

    private static Measures multilabel(int labels) {
        Supplier<RunMetric> decisions = () -> new LabelDecisions(labels);
        Supplier<RunMetric> all = () -> new RunMetrics(new LogLoss.OfLabels(labels), decisions.get());
        return new Measures(
                LabelCode.BYTE,
                all,
                0,
                List.of(
                        new Rival("labelFrequencies", () -> new Frequencies.OfLabels(labels), all),
                        new Rival("lastLabel", () -> new LastLabel.OfValues(labels), decisions)));
    }

    private static Measures regression(int outputs) {
        Supplier<RunMetric> errors = () -> new RegressionErrors(outputs);
        return new Measures(
                LabelCode.DOUBLE,
                errors,
                0,
                List.of(
                        new Rival("runningMean", () -> new RunningMean(outputs), errors),
                        new Rival("lastLabel", () -> new LastLabel.OfValues(outputs), errors)));
    }
}

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
 * @param fading those of them that can fade
 * @param calibrated whether the task gives probabilities
 * @param ranked the model's outputs that have an AUC, which is exact over a window only; 0 for none
 * @param rivals in the order in which they are reported
 */
record Measures(
        LabelCode code,
        Supplier<RunMetric> counted,
        Supplier<Fading> fading,
        boolean calibrated,
        int ranked,
        List<Rival> rivals) {

    /** A baseline and its metrics. None has an AUC: at any one time a baseline scores all examples alike. */
    record Rival(String name, Supplier<Baseline> baseline, Supplier<? extends RunMetric> metrics) {}

    /** The model's metrics over a run, but for its calibration. */
    RunMetric run() {
        return ranked == 0 ? counted.get() : new RunMetrics(counted.get(), new HistogramRocAuc(ranked));
    }

    /** The model's metrics over {@code size} examples, but for its calibration. */
    List<Metric> window(int size) {
        return ranked == 0 ? List.of(counted.get()) : List.of(counted.get(), new ExactRocAuc(ranked, size));
    }

    /** Of a task's labels or numbers, whose metrics all fade. */
    private static Measures of(
            LabelCode code, Supplier<Fading> counted, boolean calibrated, int ranked, Rival... rivals) {
        return new Measures(code, counted::get, counted, calibrated, ranked, List.of(rivals));
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
                LabelCode.DOUBLE,
                () -> new RunMetrics(new Compactness(), new MutualInformation(k)),
                Compactness::new,
                false,
                0,
                List.of());
    }

    private static Measures binary() {
        Supplier<Fading> all = () -> new RunMetrics(new LogLoss.OfLabels(1), new BinaryDecisions());
        return of(
                LabelCode.BYTE,
                all,
                true,
                1,
                new Rival("classFrequencies", () -> new Frequencies.OfLabels(1), all),
                new Rival("lastLabel", () -> new LastLabel.OfValues(1), BinaryDecisions::new));
    }

    private static Measures multiclass(int classes) {
        Supplier<Fading> decisions = () -> new ClassDecisions(classes);
        Supplier<Fading> all = () -> new RunMetrics(new LogLoss.OfClasses(classes), decisions.get());
        return of(
                classes - 1 <= Byte.MAX_VALUE ? LabelCode.BYTE : LabelCode.INT,
                all,
                true,
                classes,
                new Rival("classFrequencies", () -> new Frequencies.OfClasses(classes), all),
                new Rival("lastLabel", () -> new LastLabel.OfClasses(classes), decisions));
    }

    private static Measures multilabel(int labels) {
        Supplier<Fading> decisions = () -> new LabelDecisions(labels);
        Supplier<Fading> all = () -> new RunMetrics(new LogLoss.OfLabels(labels), decisions.get());
        return of(
                LabelCode.BYTE,
                all,
                true,
                0,
                new Rival("labelFrequencies", () -> new Frequencies.OfLabels(labels), all),
                new Rival("lastLabel", () -> new LastLabel.OfValues(labels), decisions));
    }

    private static Measures regression(int outputs) {
        Supplier<Fading> errors = () -> new RegressionErrors(outputs);
        return of(
                LabelCode.DOUBLE,
                errors,
                false,
                0,
                new Rival("runningMean", () -> new RunningMean(outputs), errors),
                new Rival("lastLabel", () -> new LastLabel.OfValues(outputs), errors));
    }
}

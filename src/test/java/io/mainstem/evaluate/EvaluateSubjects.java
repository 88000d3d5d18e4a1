package io.mainstem.evaluate;

import static java.util.Objects.requireNonNull;

import io.mainstem.contract.Instance;
import io.mainstem.contract.Subject;
import io.mainstem.contract.Whole;
import io.mainstem.contract.WholeSubject;
import io.mainstem.spec.DriftSpec;
import io.mainstem.spec.IntervalSpec;
import io.mainstem.spec.MetricsSpec;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Evaluators of every kind of task, and each metric, baseline and window alone. */
public final class EvaluateSubjects {

    /** So short that the contract's streams fill it and go on. */
    private static final int WINDOW = 7;

    private EvaluateSubjects() {}

    public static Stream<Subject<?>> all() {
        return Stream.of(
                        evaluators(),
                        metrics(),
                        baselines(),
                        windows(),
                        sums(),
                        comparisons(),
                        ages(),
                        detectors(),
                        regions(),
                        Stream.of(new UnsavedAuc()))
                .flatMap(each -> each);
    }

    public static Stream<Subject<?>> evaluators() {
        return Rows.tasks().map(EvaluateSubjects::evaluator);
    }

    /** Without a nothing: that a label is missing never comes so far, and a clustering's predictions count without any. */
    private static Subject<Rows> evaluator(TaskSpec task) {
        Supplier<Instance<Rows>> fresh = () -> {
            TaskEvaluator evaluator = TaskEvaluator.of(task, new MetricsSpec(1, WINDOW));
            return new Whole<>(
                    List.of(task, evaluator),
                    rows -> rows.into(evaluator),
                    () -> Map.of("labels", evaluator.labels(), "scores", evaluator.scores()),
                    evaluator::stateBytes,
                    evaluator::write,
                    evaluator::read);
        };
        return new WholeSubject<>(
                "evaluator " + task.name(), fresh, (seed, n) -> Rows.one(task, seed, n), List.of(), 0);
    }

    private static Stream<Subject<?>> metrics() {
        int classes = Rows.MULTICLASS.outputWidth();
        int labels = Rows.MULTILABEL.outputWidth();
        int outputs = Rows.REGRESSIONS.outputWidth();
        return Stream.of(
                metric(Rows.BINARY, BinaryDecisions::new),
                metric(Rows.MULTICLASS, () -> new ClassDecisions(classes)),
                metric(Rows.MULTILABEL, () -> new LabelDecisions(labels)),
                metric(Rows.BINARY, () -> new LogLoss.OfLabels(1)),
                metric(Rows.MULTILABEL, () -> new LogLoss.OfLabels(labels)),
                metric(Rows.MULTICLASS, () -> new LogLoss.OfClasses(classes)),
                metric(Rows.BINARY, () -> Reliability.of(Rows.BINARY)),
                metric(Rows.MULTICLASS, () -> Reliability.of(Rows.MULTICLASS)),
                metric(Rows.BINARY, () -> new HistogramRocAuc(1)),
                metric(Rows.MULTICLASS, () -> new HistogramRocAuc(classes)),
                metric(Rows.REGRESSIONS, () -> new RegressionErrors(outputs)),
                metric(Rows.CLUSTERING, Compactness::new, clustered(Double.NaN, 1)),
                metric(
                        Rows.CLUSTERING,
                        () -> new MutualInformation(4),
                        clustered(Double.NaN, 1),
                        clustered(1, Double.NaN)),
                metric(Rows.BINARY, () -> new RunMetrics(new LogLoss.OfLabels(1), new BinaryDecisions())));
    }

    /** A row of a clustering: without a cluster it has no distances either. */
    private static Rows clustered(double cluster, double label) {
        return new Rows(Rows.CLUSTERING, new double[][] {{cluster, cluster, cluster}}, new double[][] {{label}});
    }

    /** To take no rows at all is to merge with a metric that saw none. */
    private static Subject<Rows> metric(TaskSpec task, Supplier<RunMetric> fresh, Rows... nothings) {
        RunMetric empty = fresh.get();
        BiConsumer<RunMetric, Rows> take = (metric, rows) -> {
            if (rows.size() == 0) {
                metric.merge(empty);
            }
            rows.into(metric);
        };
        List<Rows> all = new ArrayList<>(Arrays.asList(nothings));
        all.add(Rows.random(task, 0, 1));
        return saved(task, fresh, take, EvaluateSubjects::report, all);
    }

    static Map<String, Object> report(Metric metric) {
        Map<String, Double> values = new LinkedHashMap<>();
        metric.report(values);
        return new LinkedHashMap<>(values);
    }

    private static Stream<Subject<?>> baselines() {
        int classes = Rows.MULTICLASS.outputWidth();
        return Stream.of(
                baseline(Rows.BINARY, () -> new Frequencies.OfLabels(1)),
                baseline(Rows.MULTICLASS, () -> new Frequencies.OfClasses(classes)),
                baseline(Rows.BINARY, () -> new LastLabel.OfValues(1)),
                baseline(Rows.MULTICLASS, () -> new LastLabel.OfClasses(classes)),
                baseline(Rows.REGRESSIONS, () -> new LastLabel.OfValues(Rows.REGRESSIONS.outputWidth())),
                baseline(Rows.REGRESSIONS, () -> new RunningMean(Rows.REGRESSIONS.outputWidth())));
    }

    private static Subject<Rows> baseline(TaskSpec task, Supplier<Baseline> fresh) {
        Function<Baseline, Map<String, Object>> says = baseline -> {
            double[] outputs = new double[task.outputWidth()];
            baseline.predict(outputs);
            return Map.of("prediction", Arrays.toString(outputs));
        };
        return saved(task, fresh, (baseline, rows) -> baseline.learn(rows.labels()[0], 0), says, List.of());
    }

    private static Stream<Subject<?>> windows() {
        return Stream.of(
                window(Rows.MULTILABEL, SlidingWindow.LabelCode.BYTE),
                window(Rows.MANY_CLASSES, SlidingWindow.LabelCode.INT),
                window(Rows.REGRESSIONS, SlidingWindow.LabelCode.DOUBLE));
    }

    private static Subject<Rows> window(TaskSpec task, SlidingWindow.LabelCode code) {
        return saved(
                task,
                () -> new SlidingWindow(WINDOW, task.outputWidth(), task.labelWidth(), code),
                (window, rows) -> window.add(rows.outputs()[0], 0, rows.labels()[0], 0),
                window -> {
                    Map<String, Object> says = new LinkedHashMap<>();
                    double[] outputs = new double[task.outputWidth()];
                    double[] labels = new double[task.labelWidth()];
                    for (int row = 0; row < window.size(); row++) {
                        window.outputs(row, outputs);
                        window.labels(row, labels);
                        says.put("row " + row, Arrays.toString(outputs) + Arrays.toString(labels));
                    }
                    return says;
                },
                List.of());
    }

    private static Stream<Subject<?>> sums() {
        return Stream.of(
                saved(
                        Rows.REGRESSION,
                        CompensatedSum::new,
                        (sum, rows) -> sum.add(rows.outputs()[0][0]),
                        sum -> Map.of("sum", sum.value()),
                        List.of(new Rows(Rows.REGRESSION, new double[1][1], new double[1][1]))),
                saved(
                        Rows.BINARY,
                        ScoreHistogram::new,
                        (histogram, rows) -> histogram.add(rows.outputs()[0][0], rows.labels()[0][0] == 1),
                        histogram -> Map.of("auc", histogram.auc()),
                        List.of()));
    }

    private static Stream<Subject<?>> detectors() {
        return Stream.of(DriftSpec.Detector.values())
                .flatMap(kind ->
                        DriftDetector.of(kind, DriftDetector.Direction.BOTH).map(one -> detector(kind)).stream());
    }

    private static Subject<Rows> detector(DriftSpec.Detector kind) {
        return saved(
                Rows.REGRESSION,
                () -> DriftDetector.of(kind, DriftDetector.Direction.BOTH).orElseThrow(),
                EvaluateSubjects::repeat,
                EvaluateSubjects::state,
                List.of());
    }

    /** So often, a little apart, that some of the contract's streams are over the first numbers, and change. */
    private static void repeat(DriftDetector detector, Rows rows) {
        for (int i = 0; i < 40; i++) {
            detector.add(rows.outputs()[0][0] + 0.01 * (i % 7));
        }
    }

    /** It says something only where there is a change; what it will say is in its state. */
    private static Map<String, Object> state(DriftDetector detector) {
        ByteBuffer state = ByteBuffer.allocate(detector.stateBytes());
        detector.write(state);
        return Map.of("state", Arrays.toString(state.array()));
    }

    private static Stream<Subject<?>> comparisons() {
        Rows nothing = new Rows(Rows.REGRESSION, new double[][] {{Double.NaN}}, new double[][] {{Double.NaN}});
        return Stream.of(
                saved(
                        Rows.REGRESSION,
                        () -> new Comparison(20 * WINDOW),
                        (comparison, rows) -> comparison.add(rows.outputs()[0][0], rows.labels()[0][0]),
                        comparison -> Map.of("run", comparison.run(), "recent", comparison.recent()),
                        List.of(nothing)),
                saved(
                        Rows.REGRESSION,
                        BatchMeans::new,
                        (means, rows) -> means.add(rows.outputs()[0][0], rows.labels()[0][0]),
                        means -> Map.of("ratio", means.ratio(), "terms", means.terms()),
                        List.of()),
                saved(
                        Rows.REGRESSION,
                        () -> new RecentMeans(WINDOW),
                        (means, rows) -> means.add(rows.outputs()[0][0], rows.labels()[0][0]),
                        means -> Map.of("ratio", means.ratio(), "full", means.isFull()),
                        List.of()));
    }

    private static Stream<Subject<?>> ages() {
        return Rows.tasks()
                .map(task -> saved(
                        task,
                        () -> LabelAges.of(task),
                        (ages, rows) -> {
                            for (int row = 0; row < rows.size(); row++) {
                                long age = row * 7L * 60_000;
                                ages.add(age, rows.outputs()[row], 0, rows.labels()[row], 0);
                            }
                        },
                        ages -> new LinkedHashMap<>(ages.scores()),
                        List.of()));
    }

    private static Stream<Subject<?>> regions() {
        IntervalSpec spec = new IntervalSpec.Adaptive(0.8, WINDOW, 0.05);
        // Filled and read within one call, so that all may have the same.
        double[] predicted = new double[Rows.REGRESSIONS.outputWidth()];
        return Stream.of(Rows.BINARY, Rows.MULTICLASS, Rows.REGRESSION, Rows.REGRESSIONS)
                .map(task -> saved(
                        task,
                        () -> requireNonNull(TaskRegions.of(task, spec, WINDOW)),
                        (regions, rows) -> {
                            double[] outputs = rows.outputs()[0];
                            regions.predict(outputs, 0, 0.25, predicted, 0);
                            regions.add(outputs, 0, rows.labels()[0], 0, 0.25, predicted, 0);
                        },
                        regions -> {
                            Arrays.fill(predicted, 0);
                            regions.predict(new double[task.outputWidth()], 0, 0.75, predicted, 0);
                            return Map.of(
                                    "coverage",
                                    String.valueOf(regions.coverage()),
                                    "regions",
                                    Arrays.toString(predicted));
                        },
                        List.of()));
    }

    private static <S extends Saved> Subject<Rows> saved(
            TaskSpec task,
            Supplier<S> fresh,
            BiConsumer<S, Rows> take,
            Function<S, Map<String, Object>> says,
            List<Rows> nothings) {
        Supplier<Instance<Rows>> instance = () -> {
            S one = fresh.get();
            return new Whole<>(
                    List.of(one),
                    rows -> take.accept(one, rows),
                    () -> says.apply(one),
                    one::stateBytes,
                    one::write,
                    one::read);
        };
        String name = fresh.get().getClass().getName().replaceFirst(".*\\.", "").replace('$', '.');
        return new WholeSubject<>(
                name + " of " + task.name(), instance, (seed, n) -> Rows.one(task, seed, n), nothings, 0);
    }
}

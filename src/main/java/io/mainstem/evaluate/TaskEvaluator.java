package io.mainstem.evaluate;

import io.mainstem.evaluate.Measures.Rival;
import io.mainstem.spec.MetricsSpec;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prequential metrics of one task (A. P. Dawid, Statistical Theory: The Prequential Approach, 1984): each label is
 * scored against the prediction that was given before it came. Over the whole run and over a sliding window of the
 * newest labels, and beside them those of the task's baselines, which see no features. And, in the same names, with a
 * fading factor (J. Gama, R. Sebastião, P. P. Rodrigues, On evaluating stream learning algorithms, 2013): after each
 * label, what came before counts that much less.
 *
 * <table>
 * <caption>What is measured</caption>
 * <tr><th>task</th><th>metrics</th><th>baselines</th></tr>
 * <tr><td>binary, multiclass</td><td>{@code logLoss accuracy f1 rocAuc expectedCalibrationError}</td>
 *     <td>{@code classFrequencies} (logLoss, accuracy, f1), {@code lastLabel} (accuracy, f1)</td></tr>
 * <tr><td>multilabel</td><td>{@code logLoss exampleAccuracy microF1 expectedCalibrationError}</td>
 *     <td>{@code labelFrequencies} (all of them), {@code lastLabel} (exampleAccuracy, microF1)</td></tr>
 * <tr><td>regression</td><td>{@code mae rmse r2}</td><td>{@code runningMean}, {@code lastLabel}</td></tr>
 * <tr><td>clustering</td><td>{@code inertia simplifiedSilhouette nmi}</td><td>none</td></tr>
 * </table>
 *
 * <p>All are exact but for the AUC of a run that is longer than its window, which comes from a histogram of the scores
 * ({@link ScoreHistogram}). A prediction that is no finite number leaves some metrics without a value: those are absent
 * as long as it is among what they measure, over the run for good.
 *
 * <p>Memory and the size of the state are fixed by the task and the window. Not thread-safe.
 */
public final class TaskEvaluator {

    private final TaskSpec task;
    private final Measures measures;
    private final RunMetric run;
    private final @Nullable Reliability reliability;
    private final double factor;
    private final Fading fading;
    private final ScoredBaseline[] baselines;
    private final SlidingWindow window;
    private final double[] outputs;
    private final double[] labels;

    private TaskEvaluator(TaskSpec task, MetricsSpec spec) {
        this.task = task;
        measures = Measures.of(task);
        run = measures.run();
        reliability = measures.calibrated() ? Reliability.of(task) : null;
        factor = spec.fading();
        fading = measures.fading().get();
        List<Rival> rivals = measures.rivals();
        baselines = new ScoredBaseline[rivals.size()];
        for (int i = 0; i < baselines.length; i++) {
            baselines[i] = new ScoredBaseline(rivals.get(i), task.outputWidth());
        }
        window = new SlidingWindow(spec.window(), task.outputWidth(), task.labelWidth(), measures.code());
        outputs = new double[task.outputWidth()];
        labels = new double[task.labelWidth()];
    }

    /**
     * One that has scored nothing.
     *
     * @throws IllegalArgumentException where the window is empty or too large
     */
    public static TaskEvaluator of(TaskSpec task, MetricsSpec metrics) {
        return new TaskEvaluator(task, metrics);
    }

    /**
     * Scores one prediction against its label, then what the baselines predict, and only then lets these learn the
     * label. Changes no array and allocates nothing.
     *
     * @param outputs from {@code outputOffset} the task's numbers as in {@link io.mainstem.event.Prediction}
     * @param labels from {@code labelOffset} the task's numbers as in {@link io.mainstem.event.Labels}; of a clustering,
     *     whose every prediction is scored, NaN where there is none
     */
    public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        run.add(outputs, outputOffset, labels, labelOffset);
        if (reliability != null) {
            reliability.add(outputs, outputOffset, labels, labelOffset);
        }
        fading.fade(factor);
        fading.add(outputs, outputOffset, labels, labelOffset);
        for (ScoredBaseline baseline : baselines) {
            baseline.score(labels, labelOffset);
        }
        for (ScoredBaseline baseline : baselines) {
            baseline.learn(labels, labelOffset);
        }
        if (window.isFull()) {
            window.labels(0, this.labels);
            for (ScoredBaseline baseline : baselines) {
                baseline.leave(this.labels);
            }
        }
        window.add(outputs, outputOffset, labels, labelOffset);
    }

    /** Labels scored so far. */
    public long labels() {
        return window.added();
    }

    /** The metrics as they stand; goes over the window, so in the order of its length times the task's outputs. */
    public TaskScores scores() {
        Map<String, Double> overWindow = values(window());
        Map<String, Map<String, Double>> baselinesOverRun = new LinkedHashMap<>();
        Map<String, Map<String, Double>> baselinesOverWindow = new LinkedHashMap<>();
        for (ScoredBaseline baseline : baselines) {
            Map<String, Double> ofWindow = values(List.of(baseline.window(window, labels)));
            baselinesOverWindow.put(baseline.name(), ofWindow);
            baselinesOverRun.put(baseline.name(), overRun(List.of(baseline.run()), ofWindow));
        }
        return new TaskScores(
                overRun(reliability == null ? List.of(run) : List.of(run, reliability), overWindow),
                overWindow,
                values(List.of(fading)),
                reliability == null ? null : reliability.table(),
                Collections.unmodifiableMap(baselinesOverRun),
                Collections.unmodifiableMap(baselinesOverWindow));
    }

    private List<Metric> window() {
        List<Metric> fresh = new ArrayList<>(measures.window(window.size()));
        if (reliability != null) {
            fresh.add(Reliability.of(task));
        }
        for (int row = 0; row < window.size(); row++) {
            window.outputs(row, outputs);
            window.labels(row, labels);
            for (Metric metric : fresh) {
                metric.add(outputs, 0, labels, 0);
            }
        }
        return fresh;
    }

    /** While nothing has left the window, the run is the window, whose AUC is exact. */
    private Map<String, Double> overRun(List<RunMetric> run, Map<String, Double> ofWindow) {
        return window.added() == window.size() ? ofWindow : values(run);
    }

    private Map<String, Double> values(List<? extends Metric> metrics) {
        if (labels() == 0) {
            return Map.of();
        }
        Map<String, Double> values = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            metric.report(values);
        }
        values.values().removeIf(v -> !Double.isFinite(v));
        return Collections.unmodifiableMap(values);
    }

    /** Bytes of the whole state; fixed by the task and the window. */
    public int stateBytes() {
        int bytes = run.stateBytes() + fading.stateBytes() + window.stateBytes();
        if (reliability != null) {
            bytes += reliability.stateBytes();
        }
        for (ScoredBaseline baseline : baselines) {
            bytes += baseline.stateBytes();
        }
        return bytes;
    }

    /** Puts {@link #stateBytes} bytes. */
    public void write(ByteBuffer out) {
        run.write(out);
        if (reliability != null) {
            reliability.write(out);
        }
        fading.write(out);
        window.write(out);
        for (ScoredBaseline baseline : baselines) {
            baseline.write(out);
        }
    }

    /**
     * Takes what {@link #write} of one with the same task and window put, in place of its own, and goes on bit for
     * bit as that one would.
     */
    public void read(ByteBuffer in) {
        run.read(in);
        if (reliability != null) {
            reliability.read(in);
        }
        fading.read(in);
        window.read(in);
        for (ScoredBaseline baseline : baselines) {
            baseline.read(in);
        }
    }
}

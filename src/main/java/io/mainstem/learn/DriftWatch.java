package io.mainstem.learn;

import static java.util.Objects.requireNonNull;

import io.mainstem.encode.InputLayout;
import io.mainstem.encode.RawFeatures;
import io.mainstem.encode.TargetScaler;
import io.mainstem.evaluate.DriftDetector;
import io.mainstem.evaluate.DriftDetector.Direction;
import io.mainstem.evaluate.ExampleLoss;
import io.mainstem.event.Drift;
import io.mainstem.event.LabelLayout;
import io.mainstem.network.StateArray;
import io.mainstem.spec.FeatureSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the loss of each task, and the mean of each number feature. Of classes the loss is the log loss, of regressions
 * the error in standard deviations of the labels, as its square has tails that hide a change; tasks that cluster have
 * none. Losses of predictions that were scored without being learned, as those of a paused learner, count as well; those
 * of events that are held out do not.
 *
 * <p>While no deviation of the labels is known, at the beginning and once a head has started afresh, an error has no size,
 * and is passed over: taken in the labels' unit, it could make the first errors that have one look like a rise, and those
 * of a head that is reset for that again, for ever.
 */
final class DriftWatch {

    private final LabelLayout layout;
    private final TargetScaler targets;
    private final List<TaskSpec> tasks;
    /** {@code [tasks]}, null for one that is not watched. */
    private final @Nullable DriftDetector[] losses;

    private final ExampleLoss[] loss;
    private final double[][] scales;
    private final long[] counts;
    private final boolean[] risen;
    private final List<String> features = new ArrayList<>();
    private final List<FeatureMean> means = new ArrayList<>();
    private final int[] columns;
    private final List<WholePart> taskParts = new ArrayList<>();
    private final @Nullable WholePart featurePart;
    private final Consumer<StateArray> changed;
    private final boolean[] moved;
    private boolean anyRisen;
    private boolean anyMoved;

    DriftWatch(
            LearnerSpec spec,
            LabelLayout layout,
            InputLayout inputs,
            TargetScaler targets,
            Consumer<StateArray> changed) {
        this.changed = changed;
        this.layout = layout;
        this.targets = targets;
        tasks = spec.tasks();
        losses = new DriftDetector[tasks.size()];
        loss = new ExampleLoss[tasks.size()];
        scales = new double[tasks.size()][];
        counts = new long[tasks.size()];
        risen = new boolean[tasks.size()];
        for (int t = 0; t < losses.length; t++) {
            TaskSpec task = tasks.get(t);
            loss[t] = ExampleLoss.of(task);
            scales[t] = new double[task.outputWidth()];
            if (!(task instanceof TaskSpec.Clustering)) {
                losses[t] = DriftDetector.of(spec.drift().detector(), Direction.RISE)
                        .orElse(null);
            }
            taskParts.add(part(t));
        }
        if (spec.drift().features()) {
            for (FeatureSpec feature : spec.features()) {
                if (feature instanceof FeatureSpec.Numeric) {
                    means.add(new FeatureMean());
                    features.add(feature.name());
                }
            }
        }
        columns = new int[features.size()];
        moved = new boolean[features.size()];
        for (int f = 0, column = 0; f < spec.features().size(); f++) {
            if (column < columns.length && spec.features().get(f).name().equals(features.get(column))) {
                columns[column++] = inputs.denseOffset(f);
            }
        }
        featurePart = features.isEmpty()
                ? null
                : new WholePart(
                        "drift.features",
                        means.stream().mapToInt(FeatureMean::stateBytes).sum(),
                        out -> means.forEach(mean -> mean.write(out)),
                        in -> means.forEach(mean -> mean.read(in)));
    }

    private WholePart part(int task) {
        DriftDetector detector = losses[task];
        int bytes = Long.BYTES + (detector == null ? 0 : detector.stateBytes());
        return new WholePart("drift." + tasks.get(task).name(), bytes, out -> write(task, out), in -> read(task, in));
    }

    private void write(int task, ByteBuffer out) {
        out.putLong(counts[task]);
        if (losses[task] != null) {
            losses[task].write(out);
        }
    }

    private void read(int task, ByteBuffer in) {
        counts[task] = in.getLong();
        if (losses[task] != null) {
            losses[task].read(in);
        }
    }

    /** Takes a prediction with its label, as {@link io.mainstem.evaluate.TaskEvaluator#add} does. */
    void score(int task, double[] outputs, double[] labels) {
        DriftDetector detector = losses[task];
        if (detector == null) {
            return;
        }
        int slot = layout.labelOffset(task);
        boolean regression = tasks.get(task) instanceof TaskSpec.Regression;
        if (regression && !findScales(task, slot)) {
            return;
        }
        double value = loss[task].of(outputs, layout.outputOffset(task), labels, slot, scales[task]);
        if (detector.add(regression ? Math.sqrt(value) : value)) {
            risen[task] = true;
            anyRisen = true;
        }
        changed.accept(taskParts.get(task));
    }

    /** Finds the unit of each output's error, infinite where it is not known; whether any is known. */
    private boolean findScales(int task, int slot) {
        boolean any = false;
        for (int i = 0; i < scales[task].length; i++) {
            boolean known = targets.knowsScale(task, slot + i);
            scales[task][i] = known ? targets.scale(task, slot + i) : Double.POSITIVE_INFINITY;
            any |= known;
        }
        return any;
    }

    /** Takes the features of an event. */
    void features(RawFeatures event) {
        if (featurePart == null) {
            return;
        }
        for (int f = 0; f < columns.length; f++) {
            moved[f] = means.get(f).add(event.number(columns[f]));
            anyMoved |= moved[f];
        }
        changed.accept(featurePart);
    }

    /** Where the learner stands. */
    record Situation(long time, int replica, long step, long events) {

        private Drift drift(@Nullable String task, @Nullable String feature, DriftDetector detector, double size) {
            return new Drift(
                    time,
                    replica,
                    step,
                    events,
                    task,
                    feature,
                    detector.name(),
                    detector.before(),
                    detector.after(),
                    size);
        }
    }

    /** Whether there is something to tell. */
    boolean hasNews() {
        return anyRisen || anyMoved;
    }

    /** Tells which losses have risen and which means have moved since it was last asked, and lets somebody react. */
    void tell(Situation now, LearnerOutput output, DriftReaction reaction) {
        for (int f = 0; anyMoved && f < moved.length; f++) {
            if (moved[f]) {
                moved[f] = false;
                FeatureMean mean = means.get(f);
                output.drift(now.drift(null, features.get(f), mean.detector(), mean.size()));
            }
        }
        anyMoved = false;
        anyRisen = false;
        for (int t = 0; t < risen.length; t++) {
            if (risen[t]) {
                risen[t] = false;
                // As many are counted as are told, also where a large mini-batch has several.
                counts[t]++;
                changed.accept(taskParts.get(t));
                DriftDetector loss = requireNonNull(losses[t]);
                output.drift(now.drift(tasks.get(t).name(), null, loss, loss.size()));
                if (reaction.to(t)) {
                    loss.reset();
                }
            }
        }
    }

    /** Who reacts to a rise of a task's loss. */
    interface DriftReaction {

        /** Whether it did something, so that the loss is another from now on. */
        boolean to(int task);
    }

    /** Rises of the task's loss that were noticed. */
    long count(int task) {
        return counts[task];
    }

    WholePart part(TaskSpec task) {
        return taskParts.get(tasks.indexOf(task));
    }

    /** Of all features; null where none is watched. */
    @Nullable
    WholePart featurePart() {
        return featurePart;
    }
}

package io.mainstem.learn;

import io.mainstem.encode.FeatureHash;
import io.mainstem.evaluate.TaskRegions;
import io.mainstem.event.Coverage;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.Labels;
import io.mainstem.network.StateArray;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the labels of all tasks are to be expected, and how often they were found there. */
final class Regions {

    /** The leading bits of the hash decide what is held out: chance is to have no part in that. */
    private static final double LEADING = 1 << 20;

    private final LabelLayout layout;
    /** {@code [tasks]} null for those that have none. */
    private final @Nullable TaskRegions[] tasks;

    private final @Nullable WholePart[] parts;
    private final boolean isOn;

    Regions(LearnerSpec spec, LabelLayout layout) {
        this.layout = layout;
        tasks = new TaskRegions[layout.tasks()];
        parts = new WholePart[tasks.length];
        boolean any = false;
        for (int t = 0; t < tasks.length; t++) {
            TaskSpec task = spec.tasks().get(t);
            TaskRegions regions =
                    TaskRegions.of(task, spec.intervals(), spec.metrics().window());
            if (regions != null) {
                tasks[t] = regions;
                parts[t] =
                        new WholePart("intervals." + task.name(), regions.stateBytes(), regions::write, regions::read);
                any = true;
            }
        }
        isOn = any;
    }

    /**
     * Those of an event's prediction as it is sent out, {@code [layout.regionWidth]}; null where no task has any.
     *
     * @param outputs {@code [layout.outputWidth]}
     */
    double @Nullable [] of(String id, double[] outputs) {
        if (!isOn) {
            return null;
        }
        double[] regions = new double[layout.regionWidth()];
        Arrays.fill(regions, Double.NaN);
        double chance = chance(id);
        for (int t = 0; t < tasks.length; t++) {
            TaskRegions task = tasks[t];
            if (task != null) {
                task.predict(outputs, layout.outputOffset(t), chance, regions, layout.regionOffset(t));
            }
        }
        for (double region : regions) {
            if (!Double.isNaN(region)) {
                return regions;
            }
        }
        return null;
    }

    /**
     * Scores the example's labels against the regions that were sent out with its prediction.
     *
     * @param outputs {@code [layout.outputWidth]} of that prediction
     * @param regions {@code [layout.regionWidth]} of that prediction; null if it had none
     */
    void score(Example example, double[] outputs, double @Nullable [] regions, Consumer<StateArray> changed) {
        if (!isOn) {
            return;
        }
        Labels labels = example.labels();
        double chance = chance(example.id());
        for (int t = 0; t < tasks.length; t++) {
            TaskRegions task = tasks[t];
            WholePart part = parts[t];
            if (task != null && part != null && labels.present()[t]) {
                task.add(
                        outputs,
                        layout.outputOffset(t),
                        labels.values(),
                        layout.labelOffset(t),
                        chance,
                        regions,
                        layout.regionOffset(t));
                changed.accept(part);
            }
        }
    }

    private static double chance(String id) {
        double unit = FeatureHash.unit(id) * LEADING;
        return unit - Math.floor(unit);
    }

    /** Of the task; null where it has none, or no label that had any yet. */
    @Nullable
    Coverage coverage(int task) {
        TaskRegions regions = tasks[task];
        return regions == null ? null : regions.coverage();
    }

    /** The task's state; null where it has none. */
    @Nullable
    WholePart part(int task) {
        return parts[task];
    }
}

package io.mainstem.learn;

import io.mainstem.encode.FeatureHash;
import io.mainstem.evaluate.TaskEvaluator;
import io.mainstem.evaluate.TaskScores;
import io.mainstem.event.HeldOut;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.Labels;
import io.mainstem.network.StateArray;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events that are never trained on, and how the tasks do on them. Which they are is decided by the id alone, so that
 * all that ever comes of an event is treated alike, wherever and whenever it comes.
 */
final class HoldOut {

    private static final double[] NO_LABEL = {Double.NaN};

    private final double share;
    private final LabelLayout layout;
    private final List<TaskEvaluator> evaluators = new ArrayList<>();
    private final List<WholePart> parts = new ArrayList<>();
    private final boolean[] clusters;

    HoldOut(LearnerSpec spec, LabelLayout layout) {
        share = spec.metrics().holdOut();
        this.layout = layout;
        clusters = new boolean[layout.tasks()];
        for (int t = 0; t < clusters.length && isOn(); t++) {
            TaskSpec task = spec.tasks().get(t);
            clusters[t] = task instanceof TaskSpec.Clustering;
            TaskEvaluator evaluator = TaskEvaluator.of(task, spec.metrics());
            evaluators.add(evaluator);
            parts.add(
                    new WholePart("heldOut." + task.name(), evaluator.stateBytes(), evaluator::write, evaluator::read));
        }
    }

    boolean isOn() {
        return share > 0;
    }

    /**
     * Whether the event of this id is held out. The hash is not the one by which Kafka spreads keys over partitions, so
     * each partition holds out its share.
     */
    boolean takes(String id) {
        return isOn() && FeatureHash.unit(id) < share;
    }

    /** Scores what was predicted for the example, and changes nothing else. */
    void score(Example example, double[] outputs, Consumer<StateArray> changed) {
        Labels labels = example.labels();
        for (int t = 0; t < clusters.length; t++) {
            boolean labelled = labels.present()[t];
            if (labelled || (clusters[t] && example.clustered())) {
                double[] values = labelled ? labels.values() : NO_LABEL;
                int at = labelled ? layout.labelOffset(t) : 0;
                evaluators.get(t).add(outputs, layout.outputOffset(t), values, at);
                changed.accept(parts.get(t));
            }
        }
    }

    /** How the task does on them; null where none are held out. */
    @Nullable
    HeldOut scores(int task) {
        if (!isOn()) {
            return null;
        }
        TaskScores scores = evaluators.get(task).scores();
        return new HeldOut(evaluators.get(task).labels(), scores.run(), scores.window(), scores.baselines());
    }

    /** Its state, by task; none where none are held out. */
    List<WholePart> parts() {
        return parts;
    }
}

package io.mainstem.learn;

import io.mainstem.encode.InputLayout;
import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.Row;
import io.mainstem.encode.TargetScaler;
import io.mainstem.evaluate.TaskEvaluator;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.Labels;
import io.mainstem.event.ModelVersion;
import io.mainstem.event.Prediction;
import io.mainstem.network.Network;
import io.mainstem.network.StateArray;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The mini-batch whose turn it is: predicted, scored, and given its targets. Keeps its arrays. */
final class DueBatch {

    private static final double[] NO_REFERENCE = {Double.NaN};

    private final LabelLayout layout;
    private final Network network;
    private final TargetScaler targets;
    private final List<TaskEvaluator> evaluators;
    private final DriftWatch drifts;
    private final LabelScores late;
    private final Regions regions;
    private final StateParts parts;
    private final Consumer<StateArray> changed;
    private final boolean[] clusters;
    private final MiniBatch batch;
    private final MiniBatch single;
    private final List<Example> examples = new ArrayList<>();
    /** Of the examples: what is scored, which is what was sent out. */
    private final List<Prediction> predictions = new ArrayList<>();

    DueBatch(
            LearnerSpec spec,
            LabelLayout layout,
            InputLayout inputs,
            Network network,
            TargetScaler targets,
            List<TaskEvaluator> evaluators,
            DriftWatch drifts,
            LabelScores late,
            Regions regions,
            StateParts parts,
            Consumer<StateArray> changed) {
        this.layout = layout;
        this.network = network;
        this.targets = targets;
        this.evaluators = evaluators;
        this.drifts = drifts;
        this.late = late;
        this.regions = regions;
        this.parts = parts;
        this.changed = changed;
        clusters = new boolean[layout.tasks()];
        for (int t = 0; t < clusters.length; t++) {
            clusters[t] = spec.tasks().get(t) instanceof TaskSpec.Clustering;
        }
        batch = miniBatch(spec.batch().size(), inputs);
        single = miniBatch(1, inputs);
    }

    private MiniBatch miniBatch(int capacity, InputLayout inputs) {
        return new MiniBatch(capacity, inputs.denseWidth(), layout.labelWidth(), layout.tasks());
    }

    /** Predicts a single row; {@code [layout.outputWidth]}, the caller's. */
    double[] predict(Row row) {
        single.clear();
        single.add(row);
        network.forward(single);
        return outputs(0);
    }

    /** Takes as many examples as fit, from that one on. */
    void take(List<Example> waiting, int first) {
        examples.clear();
        examples.addAll(waiting.subList(first, Math.min(waiting.size(), first + batch.capacity())));
    }

    int size() {
        return examples.size();
    }

    List<Example> examples() {
        return examples;
    }

    MiniBatch batch() {
        return batch;
    }

    /**
     * Predicts the examples in one forward pass, and then scores their labels against these predictions or the earlier
     * ones: no prediction of the mini-batch knows any of its labels.
     */
    void score(ModelVersion model, LearnerOutput output) {
        batch.clear();
        examples.forEach(example -> batch.add(example.row(), example.clustered()));
        network.forward(batch);
        for (int r = 0; r < examples.size(); r++) {
            Example example = examples.get(r);
            double[] outputs = outputs(r);
            double[] ofRegions = example.predicted() ? null : regions.of(example.id(), outputs);
            Prediction prediction = new Prediction(example.id(), example.time(), model, outputs, ofRegions);
            if (!example.predicted()) {
                output.prediction(prediction);
            }
            predictions.add(prediction);
        }
        for (int r = 0; r < examples.size(); r++) {
            score(examples.get(r), predictions.get(r));
        }
        predictions.clear();
    }

    private void score(Example example, Prediction prediction) {
        Labels labels = example.labels();
        double[] outputs = prediction.outputs();
        double[] scored = example.outputs() == null ? outputs : example.outputs();
        regions.score(example, scored, example.outputs() == null ? prediction.regions() : example.regions(), changed);
        for (int t = 0; t < clusters.length; t++) {
            int at = layout.outputOffset(t);
            if (labels.present()[t]) {
                evaluators.get(t).add(scored, at, labels.values(), layout.labelOffset(t));
                drifts.score(t, scored, labels.values());
                late.score(t, example, scored, at, layout.labelOffset(t));
                changed.accept(parts.metrics(t));
            } else if (clusters[t] && example.clustered()) {
                evaluators.get(t).add(outputs, at, NO_REFERENCE, 0);
                changed.accept(parts.metrics(t));
            }
        }
    }

    /** Gives the mini-batch its targets; their scale takes up all of its labels first. */
    void label() {
        for (Example example : examples) {
            for (int t = 0; t < layout.tasks(); t++) {
                if (example.labels().present()[t]) {
                    targets.advance(t, example.labels().values());
                    changed.accept(parts.targets(t));
                }
            }
        }
        for (int r = 0; r < examples.size(); r++) {
            Labels labels = examples.get(r).labels();
            for (int t = 0; t < layout.tasks(); t++) {
                if (labels.present()[t]) {
                    for (int s = layout.labelOffset(t); s < layout.labelOffset(t + 1); s++) {
                        batch.label(r, t, s, targets.toNetwork(t, s, labels.values()[s]));
                    }
                }
            }
        }
    }

    private double[] outputs(int row) {
        int width = layout.outputWidth();
        double[] outputs = Arrays.copyOfRange(network.predictions(), row * width, (row + 1) * width);
        targets.toLabels(outputs);
        return outputs;
    }
}

package io.mainstem.learn;

import io.mainstem.encode.Encoder;
import io.mainstem.encode.InputLayout;
import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.RawFeatures;
import io.mainstem.encode.Row;
import io.mainstem.encode.TargetScaler;
import io.mainstem.evaluate.TaskEvaluator;
import io.mainstem.evaluate.TaskScores;
import io.mainstem.event.Event;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.Labels;
import io.mainstem.event.ModelVersion;
import io.mainstem.event.Prediction;
import io.mainstem.event.Reason;
import io.mainstem.event.TaskMetrics;
import io.mainstem.network.Network;
import io.mainstem.network.StateArray;
import io.mainstem.network.StateChanges;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.Source;
import io.mainstem.spec.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * The one deterministic machine: what it is after some events depends on its spec and on those events in their order,
 * and on nothing else. The Kafka Streams processor, the {@code evaluate} command and the tests all drive this class.
 *
 * <p>An event becomes a row. Without labels it is predicted at once. With labels it waits until its mini-batch is full;
 * then the whole mini-batch is predicted, scored (each label against the prediction that was made before it was
 * learned: prequential evaluation, Dawid 1984; Gama et al. 2013), and learned in one optimiser step. Where a task
 * clusters, which takes no label, an event without labels joins a mini-batch as well once it is predicted.
 *
 * <p>Not thread-safe.
 */
public final class Learner {

    private static final double[] NO_REFERENCE = {Double.NaN};

    private final LearnerSpec spec;
    private final int replica;
    private final LabelLayout layout;
    private final InputLayout inputs;
    private final Encoder encoder;
    private final TargetScaler targets;
    private final Network network;
    private final TaskBalance balance;
    private final List<TaskEvaluator> evaluators = new ArrayList<>();
    private final MiniBatch batch;
    private final MiniBatch single;
    private final Progress progress = new Progress();
    private final List<Example> waiting = new ArrayList<>();
    /** The mini-batch that is learned at present; it keeps its array. */
    private final List<Example> due = new ArrayList<>();

    private final StateParts parts;
    private final LearnerState state;
    private final StateChanges changes;
    private final boolean clusters;
    private ModelVersion model;
    private int refusedInARow;

    /**
     * An untrained learner.
     *
     * @param replica names this learner among those of the other partitions
     */
    public Learner(LearnerSpec spec, int replica) {
        this.spec = spec;
        this.replica = replica;
        clusters = spec.tasks().stream().anyMatch(TaskSpec.Clustering.class::isInstance);
        layout = new LabelLayout(spec.tasks());
        inputs = new InputLayout(spec.features());
        encoder = new Encoder(inputs);
        targets = new TargetScaler(spec.tasks(), layout);
        network = new Network(spec, inputs.denseWidth(), inputs.sparseWidth(), inputs.fanIn());
        balance = new TaskBalance(spec.tasks());
        spec.tasks()
                .forEach(task ->
                        evaluators.add(TaskEvaluator.of(task, spec.metrics().window())));
        batch = miniBatch(spec.batch().size());
        single = miniBatch(1);
        progress.metricsDue = spec.metrics().every();
        progress.checkpointDue = spec.checkpoints().every();
        model = currentModel();
        parts = new StateParts(spec, progress, encoder, targets, evaluators, balance, network.state());
        state = new LearnerState(parts.components());
        changes = (array, from, length) -> state.changed(array, from, length, progress.records);
    }

    private MiniBatch miniBatch(int capacity) {
        return new MiniBatch(capacity, inputs.denseWidth(), layout.labelWidth(), layout.tasks());
    }

    /** An empty carrier for the features of an event, to be filled by the parser and handed to {@link #apply}. */
    public static RawFeatures features(LearnerSpec spec) {
        return new RawFeatures(new InputLayout(spec.features()));
    }

    /**
     * Takes the next event.
     *
     * @param features of the event; read, and not kept
     * @param offset its place in its source
     */
    public void apply(Event event, RawFeatures features, long offset, LearnerOutput output) {
        Row row = encoder.encode(features);
        progress.take(Source.EVENTS, offset);
        progress.events++;
        changed(parts.progress());
        changed(parts.encoder());
        if (lingeredUntil(event.time())) {
            learn(output);
        }
        if (event.time() != Event.NO_TIME) {
            progress.time = Math.max(progress.time, event.time());
        }
        if (event.labels().isEmpty()) {
            predict(event, row, output);
        }
        if (learnsFrom(event)) {
            waiting.add(
                    new Example(event.id(), event.time(), offset, event.labels().isEmpty(), event.labels(), row));
            progress.waiting = waiting.size();
            // More than that wait only where the learner file had larger mini-batches before.
            if (waiting.size() >= spec.batch().size()) {
                learn(output);
            }
        }
    }

    /** Whether the event, once applied, is or was an example of a mini-batch. */
    public boolean learnsFrom(Event event) {
        return clusters || !event.labels().isEmpty();
    }

    /**
     * Counts a record that could not be used; it changes nothing else.
     *
     * @param offset its place in its source
     */
    public void reject(Reason reason, Source source, long offset) {
        progress.take(source, offset);
        progress.reject(reason);
        changed(parts.progress());
    }

    /**
     * Ends a run over a file: predicts and scores the examples that still wait for their mini-batch to fill, without
     * learning from them. The learner takes no event after that.
     */
    public void finish(LearnerOutput output) {
        for (int at = 0; at < waiting.size(); at += due.size()) {
            takeFrom(at);
            score(output);
        }
        waiting.clear();
    }

    /** Makes the next mini-batch due, of the examples from that one on. */
    private void takeFrom(int first) {
        due.clear();
        int end = Math.min(waiting.size(), first + spec.batch().size());
        for (int i = first; i < end; i++) {
            due.add(waiting.get(i));
        }
    }

    private boolean lingeredUntil(long time) {
        Duration linger = spec.batch().linger();
        if (linger == null || time == Event.NO_TIME) {
            return false;
        }
        for (Example example : waiting) {
            if (example.time() != Event.NO_TIME && time - example.time() >= linger.toMillis()) {
                return true;
            }
        }
        return false;
    }

    private void predict(Event event, Row row, LearnerOutput output) {
        single.clear();
        single.add(row);
        network.forward(single);
        output.prediction(new Prediction(event.id(), event.time(), model, outputs(0)));
    }

    private void learn(LearnerOutput output) {
        for (int at = 0; at < waiting.size(); at += due.size()) {
            takeFrom(at);
            learnDue(output);
        }
        waiting.clear();
        progress.waiting = 0;
        report(output);
        model = currentModel();
    }

    private void learnDue(LearnerOutput output) {
        score(output);
        label();
        if (Double.isNaN(network.step(batch))) {
            refuse(output);
            refusedInARow++;
        } else {
            refusedInARow = 0;
            progress.examples += due.size();
            balance.observe(network);
            changed(parts.balance());
            network.changes(changes);
        }
        progress.batches++;
        model = currentModel();
    }

    /** Predicts the waiting examples in one forward pass, and scores their labels against these predictions. */
    private void score(LearnerOutput output) {
        batch.clear();
        due.forEach(example -> batch.add(example.row()));
        network.forward(batch);
        for (int r = 0; r < due.size(); r++) {
            Example example = due.get(r);
            double[] outputs = outputs(r);
            Labels labels = example.labels();
            if (!example.predicted()) {
                output.prediction(new Prediction(example.id(), example.time(), model, outputs));
            }
            for (int t = 0; t < evaluators.size(); t++) {
                if (labels.present()[t]) {
                    evaluators.get(t).add(outputs, layout.outputOffset(t), labels.values(), layout.labelOffset(t));
                    changed(parts.metrics(t));
                } else if (spec.tasks().get(t) instanceof TaskSpec.Clustering) {
                    evaluators.get(t).add(outputs, layout.outputOffset(t), NO_REFERENCE, 0);
                    changed(parts.metrics(t));
                }
            }
        }
    }

    /** Gives the mini-batch its targets; their scale takes up all of its labels first. */
    private void label() {
        for (Example example : due) {
            for (int t = 0; t < layout.tasks(); t++) {
                if (example.labels().present()[t]) {
                    targets.advance(t, example.labels().values());
                    changed(parts.targets(t));
                }
            }
        }
        for (int r = 0; r < due.size(); r++) {
            Labels labels = due.get(r).labels();
            for (int t = 0; t < layout.tasks(); t++) {
                if (labels.present()[t]) {
                    for (int s = layout.labelOffset(t); s < layout.labelOffset(t + 1); s++) {
                        batch.label(r, t, s, targets.toNetwork(t, s, labels.values()[s]));
                    }
                }
            }
        }
    }

    /**
     * The mini-batch teaches nothing: all of its examples become dead letters. Its labels keep their part in the scale of
     * the targets, see {@link TargetScaler}.
     */
    private void refuse(LearnerOutput output) {
        for (Example example : due) {
            progress.reject(Reason.DIVERGED);
            output.refused(example.id(), example.offset(), Reason.DIVERGED);
        }
    }

    private double[] outputs(int row) {
        int width = layout.outputWidth();
        double[] outputs = Arrays.copyOfRange(network.predictions(), row * width, (row + 1) * width);
        targets.toLabels(outputs);
        return outputs;
    }

    private void report(LearnerOutput output) {
        boolean checkpointIsDue = progress.examples >= progress.checkpointDue;
        if (checkpointIsDue) {
            progress.version++;
            progress.checkpointDue = nextMultiple(spec.checkpoints().every());
        }
        if (progress.examples >= progress.metricsDue) {
            progress.metricsDue = nextMultiple(spec.metrics().every());
            metrics().forEach(output::metrics);
        }
        if (checkpointIsDue) {
            output.checkpoint(checkpoint());
        }
    }

    private long nextMultiple(int every) {
        return (progress.examples / every + 1) * every;
    }

    /** How every task does at present, in the order of their declaration. */
    public List<TaskMetrics> metrics() {
        List<TaskMetrics> all = new ArrayList<>();
        for (int t = 0; t < evaluators.size(); t++) {
            TaskEvaluator evaluator = evaluators.get(t);
            TaskScores scores = evaluator.scores();
            all.add(new TaskMetrics(
                    progress.time,
                    spec.tasks().get(t).name(),
                    replica,
                    network.steps(),
                    progress.events,
                    evaluator.labels(),
                    balance.weight(t),
                    balance.gradientCosines(t),
                    scores.run(),
                    scores.window(),
                    scores.baselines(),
                    scores.windowBaselines()));
        }
        return all;
    }

    /** What there is to say of the model at present. */
    public Checkpoint checkpoint() {
        return new Checkpoint(
                currentModel(),
                progress.time,
                progress.events,
                progress.examples,
                offsets(),
                network.checksum(),
                metrics());
    }

    private ModelVersion currentModel() {
        return new ModelVersion(replica, progress.epoch, progress.version, network.steps());
    }

    /** Events taken, labelled or not. */
    public long events() {
        return progress.events;
    }

    /** Events learned: the labelled ones, where a task clusters all. */
    public long examples() {
        return progress.examples;
    }

    /** Events to be learned, as {@link #examples} counts them, that wait for their mini-batch to fill. */
    public int waiting() {
        return waiting.size();
    }

    /** Records refused for this reason. */
    public long rejected(Reason reason) {
        return progress.rejected(reason);
    }

    /** Records refused. */
    public long rejected() {
        return Arrays.stream(Reason.values()).mapToLong(this::rejected).sum();
    }

    /** Weights and biases, all of them single numbers that training changes. */
    public long parameters() {
        long count = 0;
        for (String name : network.parameters().names()) {
            count += LongStream.of(network.parameters().shape(name)).reduce(1, (a, b) -> a * b);
        }
        return count;
    }

    /** The newest mini-batches without a break that were refused as diverged; of those in this process. */
    public int refusedInARow() {
        return refusedInARow;
    }

    public ModelVersion model() {
        return model;
    }

    /** Records of all kinds, refused ones too: what the last of them changed is stamped with this number. */
    public long records() {
        return progress.records;
    }

    /** The place in its source of the last record taken from there; -1 before the first. */
    public long offset(Source source) {
        return progress.offset(source);
    }

    private Map<Source, Long> offsets() {
        Map<Source, Long> offsets = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            if (offset(source) >= 0) {
                offsets.put(source, offset(source));
            }
        }
        return offsets;
    }

    /** The whole state but for the waiting examples, as blocks. */
    public LearnerState state() {
        return state;
    }

    /** The waiting example in a slot below {@link #waiting()}, as bytes that {@link #restore} takes back. */
    public byte[] waitingExample(int slot) {
        return ExampleFormat.write(waiting.get(slot), progress.batches, state.layout());
    }

    /**
     * Takes up a saved state in an untrained learner; it then goes on, bit for bit, as the one that saved it. Where the
     * learner file has changed since, it goes on with what still fits: other tasks beside those that stay start afresh,
     * and so does what another optimiser or balancer learns. Features, trunk, and each task that stays must be the same.
     *
     * @param blocks by index, as {@link LearnerState#write} wrote them
     * @param examples by slot, as {@link #waitingExample} wrote them
     * @throws InvalidStateException if anything is missing, damaged, or of another learner; this learner must not be
     *     used then
     */
    public Restored restore(IntFunction<byte[]> blocks, IntFunction<byte[]> examples) {
        StateFit fit = state.restore(blocks);
        SavedLabels labels = new SavedLabels(fit.tasks(), spec.tasks(), layout);
        waiting.clear();
        for (int slot = 0; slot < progress.waiting; slot++) {
            Example example = ExampleFormat.read(
                    examples.apply(slot),
                    progress.batches,
                    fit.layout(),
                    labels.width(),
                    labels.tasks(),
                    inputs.denseWidth());
            waiting.add(example.with(labels.own(example.labels())));
        }
        model = currentModel();
        return new Restored(fit.isWhole(), fit.blocks(), fit.notes());
    }

    private void changed(StateArray array) {
        state.changed(array, 0, array.bytes(), progress.records);
    }
}

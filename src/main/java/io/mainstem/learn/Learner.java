package io.mainstem.learn;

import static java.util.Objects.requireNonNull;

import io.mainstem.encode.Encoder;
import io.mainstem.encode.InputLayout;
import io.mainstem.encode.RawFeatures;
import io.mainstem.encode.Row;
import io.mainstem.encode.TargetScaler;
import io.mainstem.evaluate.TaskEvaluator;
import io.mainstem.event.Command;
import io.mainstem.event.CommandAnswer;
import io.mainstem.event.Event;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.LabelRecord;
import io.mainstem.event.ModelVersion;
import io.mainstem.event.Prediction;
import io.mainstem.event.Reason;
import io.mainstem.event.Steering;
import io.mainstem.event.TaskMetrics;
import io.mainstem.network.ArraySink;
import io.mainstem.network.Network;
import io.mainstem.network.StateArray;
import io.mainstem.network.StateChanges;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RepeatSpec;
import io.mainstem.spec.Source;
import io.mainstem.spec.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The one deterministic machine: what it is after some events depends on its spec and on those events in their order,
 * and on nothing else. The Kafka Streams processor, the {@code evaluate} command and the tests all drive this class.
 *
 * <p>An event becomes a row. Without labels it is predicted at once, and so is one that waits for some. With labels it
 * waits until its mini-batch is full; then the whole mini-batch is predicted, scored (each label against the prediction
 * that was made before it was learned: prequential evaluation, Dawid 1984; Gama et al. 2013), and learned in one optimiser
 * step. Where a task clusters, which takes no label, an event without labels joins a mini-batch as well once it is predicted. Labels that come
 * later are examples of their own, scored against the prediction that was sent out; see {@link LabelWait}. An event that
 * is held out is predicted at once, alone, and scored apart; nothing is ever learned from it, its features included.
 *
 * <p>Not thread-safe.
 */
public final class Learner {

    private static final String DIVERGED =
            "its mini-batch was not learned: the loss or a gradient was not finite, or absurdly large";

    private final LearnerSpec spec;
    private final int replica;
    private final LabelLayout layout;
    private final InputLayout inputs;
    private final Encoder encoder;
    private final TargetScaler targets;
    private final Network network;
    private final TaskBalance balance;
    private final Twins twins;
    private final Helm helm;
    private final List<TaskEvaluator> evaluators = new ArrayList<>();
    private final HoldOut holdOut;
    private final DriftWatch drifts;
    private final DriftReactions reactions;
    private final LabelScores late;
    private final Regions regions;
    private final WaitProgress waitProgress = new WaitProgress();
    private final LabelWait wait;
    private final DueBatch due;
    private final Reports reports;
    private final Progress progress = new Progress();
    private final List<Example> waiting = new ArrayList<>();

    private final StateParts parts;
    private final LearnerState state;
    private final PredictingParts predicting;
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
        twins = new Twins(spec, layout, inputs, network, balance);
        helm = new Helm(spec, network, targets, twins);
        spec.tasks().forEach(task -> evaluators.add(TaskEvaluator.of(task, spec.metrics())));
        holdOut = new HoldOut(spec, layout);
        drifts = new DriftWatch(spec, layout, inputs, targets, this::changed);
        reactions = new DriftReactions(spec.drift().reaction(), network, progress, this::resetHead, this::changed);
        late = new LabelScores(spec);
        regions = new Regions(spec, layout);
        wait = new LabelWait(spec, layout, inputs.denseWidth(), late.counts(), waitProgress);
        reports = new Reports(
                spec, replica, progress, network, balance, helm, evaluators, holdOut, drifts, twins, late, regions);
        model = reports.model();
        parts = new StateParts(
                spec,
                progress,
                encoder,
                targets,
                evaluators,
                holdOut,
                drifts,
                reactions,
                twins,
                balance,
                helm,
                network.state(),
                waitProgress,
                late,
                regions);
        state = new LearnerState(parts.components());
        predicting = new PredictingParts(encoder, targets, layout.tasks(), network.state(), regions);
        due = new DueBatch(
                spec, layout, inputs, network, targets, evaluators, drifts, late, regions, parts, this::changed);
        changes = (array, from, length) -> state.changed(array, from, length, progress.records);
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
        LabelWait.Outcome outcome = take(event.time(), Source.EVENTS, offset, output);
        if (wait.isRepeat(event)) {
            refuseRepeat(event, offset, output);
            return;
        }
        boolean heldOut = holdOut.takes(event.id());
        Row row = helm.isPaused() || heldOut ? encoder.look(features) : encoder.encode(features);
        progress.events++;
        changed(parts.encoder());
        passTo(event.time());
        if (!heldOut) {
            drifts.features(features);
            tellOfDrift(output, task -> false);
        }
        double[] predicted = null;
        double[] within = null;
        if (heldOut || event.labels().isEmpty() || wait.awaits(event)) {
            predicted = due.predict(row);
            within = regions.of(event.id(), predicted);
            output.prediction(new Prediction(event.id(), event.time(), model, predicted, within));
        }
        if (clusters || !event.labels().isEmpty()) {
            add(Example.of(event, offset, row, predicted, within), output);
        }
        wait.take(event, offset, row, predicted, within, outcome);
    }

    /**
     * Takes labels of an event that came before, or is to come.
     *
     * @param offset their place in their source
     */
    public void apply(LabelRecord labels, Source source, long offset, LearnerOutput output) {
        LabelWait.Outcome outcome = take(labels.time(), source, offset, output);
        wait.take(labels, source, offset, outcome);
    }

    /** A record more: the time that it brings may cut a mini-batch, and end waits. */
    private LabelWait.Outcome take(long time, Source source, long offset, LearnerOutput output) {
        progress.take(source, offset);
        changed(parts.progress());
        LabelWait.Outcome outcome = outcome(output);
        if (!helm.isPaused() && lingeredUntil(time)) {
            learn(output);
        }
        if (wait.isOn()) {
            parts.waiting().forEach(this::changed);
            wait.pass(time, outcome);
        }
        return outcome;
    }

    private LabelWait.Outcome outcome(LearnerOutput output) {
        return new LabelWait.Outcome() {
            @Override
            public void learn(LateLabels labels) {
                add(Example.of(labels, waitProgress.now), output);
            }

            @Override
            public void refuse(Refusal refusal) {
                progress.reject(refusal.reason());
                output.refused(refusal);
            }
        };
    }

    private void refuseRepeat(Event event, long offset, LearnerOutput output) {
        RepeatSpec repeats = requireNonNull(spec.events().repeats());
        if (repeats.policy() == RepeatSpec.Policy.REJECT) {
            String message = "the same event was there less than " + repeats.window() + " before (events.repeats)";
            progress.reject(Reason.REPEATED_EVENT);
            output.refused(new Refusal(Reason.REPEATED_EVENT, event.id(), Source.EVENTS, offset, message));
        }
    }

    private void add(Example example, LearnerOutput output) {
        if (holdOut.takes(example.id())) {
            double[] outputs = example.outputs() == null ? due.predict(example.row()) : example.outputs();
            holdOut.score(example, outputs, this::changed);
            return;
        }
        if (helm.isPaused()) {
            scoreOnly(example, output);
            return;
        }
        waiting.add(example);
        progress.waiting = waiting.size();
        // More than that wait only where the learner file had larger mini-batches before.
        if (waiting.size() >= spec.batch().size()) {
            learn(output);
        }
    }

    /** Keeps what waits for labels in that store, which is to hold what a learner of the same state kept there. */
    public void waitIn(WaitStore store) {
        wait.keepIn(store);
    }

    private void passTo(long time) {
        if (time != Event.NO_TIME) {
            progress.time = Math.max(progress.time, time);
            if (progress.checkpointTime == Event.NO_TIME) {
                progress.checkpointTime = time;
            }
        }
    }

    /** Of a learner that is paused: the example is predicted by itself and scored, and that is all. */
    private void scoreOnly(Example example, LearnerOutput output) {
        due.take(List.of(example), 0);
        due.score(model, output);
        tellOfDrift(output, task -> false);
        helm.countNotLearned();
        changed(parts.steering());
        reports.afterScore(output);
    }

    /**
     * Takes the next command, and carries it out unless something forbids it; then nothing changes but the counters.
     *
     * @param offset its place in its source
     * @param versions of this learner
     */
    public CommandAnswer apply(Command command, long offset, SavedVersions versions, LearnerOutput output) {
        progress.take(Source.CONTROL, offset);
        changed(parts.progress());
        changed(parts.steering());
        Optional<String> refusal = command instanceof Command.Rollback rollback
                ? goBack(rollback, versions, output)
                : helm.carryOut(command, this::changed, parts::targets);
        return answer(command.id(), command.name(), refusal.orElse(null));
    }

    /**
     * Takes a record that should have been a command; it is counted, and changes nothing else.
     *
     * @param id that could be read of it
     * @param offset its place in its source
     */
    public CommandAnswer refuse(@Nullable String id, Reason reason, String message, long offset) {
        reject(reason, Source.CONTROL, offset);
        return answer(id, null, message);
    }

    private CommandAnswer answer(@Nullable String id, @Nullable String command, @Nullable String refusal) {
        Map<String, Long> offsets = new TreeMap<>();
        progress.offsets().forEach((source, offset) -> offsets.put(spec.topics().of(source) + "-" + replica, offset));
        return new CommandAnswer(id, command, model, progress.time, refusal, offsets, helm.steering());
    }

    /**
     * Everything that was learned becomes what it was at the version, and is a new version: what leads on is counted from
     * there. Counters of records, and what commands have set, go on. The examples that wait for their mini-batch to fill
     * are predicted by the model as it is, and then given up: it would not learn from them any more.
     */
    private Optional<String> goBack(Command.Rollback rollback, SavedVersions versions, LearnerOutput output) {
        if (rollback.version() > progress.version) {
            return Optional.of("there is no version " + rollback.version() + ": the newest is " + progress.version);
        }
        List<byte[]> blocks;
        try {
            blocks = versions.read(rollback);
            StateFit fit = state.check(blocks::get, StateFit.Purpose.GO_ON);
            if (!fit.isWhole()) {
                return Optional.of("version " + rollback.version() + " is that of another learner file: "
                        + String.join("; ", fit.notes()));
            }
        } catch (UnavailableVersionException | InvalidStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        giveUp(output);
        Runnable kept = keepWhatGoesOn();
        state.restore(blocks::get, StateFit.Purpose.GO_ON);
        kept.run();
        progress.epoch++;
        progress.version++;
        progress.batches++;
        progress.checkpointTime = progress.time;
        refusedInARow = 0;
        model = reports.model();
        state.allChanged(progress.records);
        metrics().forEach(output::metrics);
        output.checkpoint(checkpoint());
        return Optional.empty();
    }

    private Runnable keepWhatGoesOn() {
        List<Runnable> all = new ArrayList<>(
                List.of(parts.progress().keep(), parts.steering().keep()));
        all.add(waitProgress.keep());
        all.add(late.keepCounts());
        return () -> all.forEach(Runnable::run);
    }

    private void giveUp(LearnerOutput output) {
        for (Example example : waiting) {
            if (!example.predicted()) {
                double[] outputs = due.predict(example.row());
                double[] within = regions.of(example.id(), outputs);
                output.prediction(new Prediction(example.id(), example.time(), model, outputs, within));
            }
        }
        helm.countGivenUp(waiting.size());
        waiting.clear();
        progress.waiting = 0;
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
            due.take(waiting, at);
            due.score(model, output);
            tellOfDrift(output, task -> false);
        }
        waiting.clear();
    }

    private void tellOfDrift(LearnerOutput output, DriftWatch.DriftReaction reaction) {
        if (drifts.hasNews()) {
            drifts.tell(
                    new DriftWatch.Situation(progress.time, replica, network.steps(), progress.events),
                    output,
                    reaction);
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

    private void learn(LearnerOutput output) {
        for (int at = 0; at < waiting.size(); at += due.size()) {
            due.take(waiting, at);
            learnDue(output);
        }
        waiting.clear();
        progress.waiting = 0;
        reports.afterBatches(output);
        model = reports.model();
    }

    private void learnDue(LearnerOutput output) {
        due.score(model, output);
        due.label();
        reactions.beforeStep();
        if (Double.isNaN(network.step(due.batch()))) {
            refuse(output);
            refusedInARow++;
        } else {
            refusedInARow = 0;
            progress.examples += due.size();
            balance.observe(network);
            changed(parts.balance());
            network.changes(changes);
            twins.learn(due, this::changed, changes);
        }
        progress.batches++;
        // Only now: a head that starts afresh has predicted nothing that could be learned.
        tellOfDrift(output, reactions::to);
        model = reports.model();
    }

    private void resetHead(int task) {
        helm.resetHead(task, this::changed, parts::targets);
    }

    /**
     * The mini-batch teaches nothing: all of its examples become dead letters. Its labels keep their part in the scale of
     * the targets, see {@link TargetScaler}.
     */
    private void refuse(LearnerOutput output) {
        for (Example example : due.examples()) {
            progress.reject(Reason.DIVERGED);
            output.refused(new Refusal(Reason.DIVERGED, example.id(), example.source(), example.offset(), DIVERGED));
        }
    }

    /** How every task does at present, in the order of their declaration. */
    public List<TaskMetrics> metrics() {
        return reports.metrics();
    }

    /** What there is to say of the model at present. */
    public Checkpoint checkpoint() {
        return reports.checkpoint();
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

    /** Mini-batches learned, or refused as a whole. */
    public long batches() {
        return progress.batches;
    }

    /** Events whose row is kept, as they wait for labels. */
    public long awaiting() {
        return waitProgress.rows;
    }

    /** Events dropped because they were there before; those that are dead letters are among {@link #rejected} too. */
    public long repeated() {
        return waitProgress.repeated;
    }

    /** What commands have set. */
    public Steering steering() {
        return helm.steering();
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

    /** What it predicts with at present, for a {@link Predictor}; takes as long as copying the weights. */
    public ModelCopy copy() {
        return new ModelCopy(model, progress.records, predicting.copy());
    }

    /** The rate of the next optimiser step, with the schedule's factor. */
    public double learningRate() {
        return network.learningRate();
    }

    /** The place in its source of the last record taken, of each source that a record was taken from. */
    public Map<Source, Long> offsets() {
        return progress.offsets();
    }

    /** What it predicts with at present, as a copy. */
    public FrozenModel frozen() {
        return new ModelView(spec, layout, inputs, encoder, targets, network).frozen();
    }

    /**
     * The network's arrays in the format of NumPy, under their names, one after the other, and the scales of inputs and
     * labels: {@code encoder.mean}, {@code encoder.factor}, {@code targets.<task>.mean}, {@code targets.<task>.factor}.
     */
    public void writeArrays(ArraySink sink) {
        new ModelView(spec, layout, inputs, encoder, targets, network).writeArrays(sink);
    }

    /** What the state consists of. */
    List<StateComponent> components() {
        return parts.components();
    }

    /** The whole state but for the waiting examples, as blocks. */
    public LearnerState state() {
        return state;
    }

    /** The waiting example in a slot below {@link #waiting()}, as bytes that {@link #restore} takes back. */
    public byte[] waitingExample(int slot) {
        return ExampleFormat.write(waiting.get(slot), progress.batches, state.layout(), layout);
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
        StateFit fit = state.restore(blocks, StateFit.Purpose.GO_ON);
        SavedLabels labels = new SavedLabels(fit.tasks(), spec.tasks(), layout);
        waiting.clear();
        for (int slot = 0; slot < progress.waiting; slot++) {
            waiting.add(ExampleFormat.read(
                    examples.apply(slot), progress.batches, fit.layout(), labels, inputs.denseWidth()));
        }
        model = reports.model();
        return new Restored(fit.isWhole(), fit.blocks(), fit.notes());
    }

    /**
     * Lets an untrained learner begin with what another one knew: the weights, with what the optimiser keeps for them, the
     * scales of features and labels. Tasks that both have are taken, others start afresh. It counts from zero: no event was
     * seen, no metric is there.
     *
     * @param blocks by index, as {@link LearnerState#write} wrote them
     * @return what does not go on as it was, a line each
     * @throws InvalidStateException if anything is missing or damaged, or features or trunk are others; this learner must
     *     not be used then
     */
    List<String> begin(IntFunction<byte[]> blocks) {
        StateFit fit = state.restore(blocks, StateFit.Purpose.BEGIN);
        model = reports.model();
        return fit.notes();
    }

    private void changed(StateArray array) {
        state.changed(array, 0, array.bytes(), progress.records);
    }
}

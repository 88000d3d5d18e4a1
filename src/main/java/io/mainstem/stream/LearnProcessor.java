package io.mainstem.stream;

import static java.util.Objects.requireNonNull;

import io.mainstem.event.CommandAnswer;
import io.mainstem.event.CommandAnswerCodec;
import io.mainstem.event.DeadLetter;
import io.mainstem.event.Drift;
import io.mainstem.event.DriftCodec;
import io.mainstem.event.Prediction;
import io.mainstem.event.PredictionWriter;
import io.mainstem.event.Reason;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TaskMetricsCodec;
import io.mainstem.learn.Checkpoint;
import io.mainstem.learn.Learner;
import io.mainstem.learn.LearnerOutput;
import io.mainstem.learn.LearnerState;
import io.mainstem.learn.Refusal;
import io.mainstem.learn.SavedVersions;
import io.mainstem.learn.WarmStart;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one partition's {@link Learner}: hands it each record, sends on what it says, and then marks in the store what
 * of its state changed. The order matters: the store's cache may write at any put, and must find the record applied as
 * a whole.
 */
class LearnProcessor implements Processor<byte[], Decoded, byte[], byte[]>, LearnerOutput {

    private static final Logger log = LoggerFactory.getLogger(LearnProcessor.class);

    private static final int MANY_REFUSALS = 20;
    private static final Duration STATUS_INTERVAL = Duration.ofMillis(200);

    private final LearnerSpec spec;
    private final Nodes nodes;
    private final LearnerStatus.@Nullable Listener listener;
    private final SkipGuard skipGuard;
    private final LiveLearners liveLearners;
    private final VersionSource versionSource;
    private final @Nullable LiveModels liveModels;
    private final PredictionWriter predictions;
    private final CheckpointRecords checkpoints;

    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable KeyValueStore<Bytes, byte[]> store;
    private @Nullable Learner learner;
    private Bytes[] blockKeys = {};
    private byte[][] markers = {};
    private boolean warned;
    private boolean allIsNew;
    private int foreignBlocks;
    private long timestamp;
    /** Of the newest record from each source since the partition was given to this instance. */
    private final Map<Source, Long> offsets = new EnumMap<>(Source.class);
    /** Set while the listener has not heard of the newest records. */
    private @Nullable Cancellable news;
    /** Records taken when the listener heard of them last. */
    private long told;
    /** Of this partition, for whoever predicts by it; null where nobody can ask. */
    private @Nullable LiveModel liveModel;

    private final @Nullable PredictionSampler sampler;
    private long restoreMillis;
    /** When this instance was given the partition. */
    private long assigned = System.nanoTime();

    LearnProcessor(
            LearnerSpec spec,
            Nodes nodes,
            LearnerStatus.@Nullable Listener listener,
            SkipGuard skipGuard,
            LiveLearners liveLearners,
            VersionSource versionSource,
            @Nullable LiveModels liveModels) {
        this.spec = spec;
        this.nodes = nodes;
        this.listener = listener;
        this.skipGuard = skipGuard;
        this.liveLearners = liveLearners;
        this.versionSource = versionSource;
        this.liveModels = liveModels;
        sampler = listener == null ? null : new PredictionSampler(spec, listener::sample);
        predictions = new PredictionWriter(spec);
        checkpoints = new CheckpointRecords(spec);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        offsets.clear();
        news = null;
        KeyValueStore<Bytes, byte[]> wrapped = processorContext.getStateStore(nodes.model());
        store = wrapped;
        ModelStore modelStore = ModelStore.behind(wrapped);
        Learner live = modelStore.learner();
        foreignBlocks = modelStore.foreignBlocks();
        // What no record has changed yet, such as the weights before the first step, must be in the changelog too.
        allIsNew = live.records() == 0 || foreignBlocks > 0;
        learner = live;
        if (spec.remembersEvents()) {
            live.waitIn(WaitingStore.of(live, processorContext.getStateStore(nodes.waiting())));
        }
        LearnerState state = live.state();
        checkHost(processorContext.appConfigs(), state.totalBytes(), liveLearners.enter(this));
        blockKeys = new Bytes[state.blocks()];
        markers = new byte[state.blocks()][];
        for (int block = 0; block < blockKeys.length; block++) {
            blockKeys[block] = StateKey.block(block).bytes();
            markers[block] = new byte[state.size(block)];
        }
        restoreMillis = live.records() == 0 ? 0 : (System.nanoTime() - assigned) / 1_000_000;
        tellTaken(live, modelStore.warmStart());
        told = live.records();
        if (liveModels != null) {
            liveModel = liveModels.enter(partition(), live);
        }
        if (listener != null) {
            tell(listener, live, null);
        }
    }

    void checkHost(Map<String, Object> configs, long modelBytes, int learners) {
        HostCheck.check(spec.name(), configs, modelBytes, learners);
    }

    void checkNotTaken(RecordMetadata first, long taken) {
        RepeatCheck.check(spec.name(), requireNonNull(context).applicationId(), first, taken);
    }

    private void tellTaken(Learner live, @Nullable WarmStart warmStart) {
        if (live.records() == 0 && warmStart != null) {
            log.info(
                    "{} partition {}: starts with {} parameters of {}: nothing is saved under this application id",
                    spec.name(),
                    partition(),
                    live.parameters(),
                    warmStart.origin());
            return;
        }
        if (live.records() == 0) {
            log.info(
                    "{} partition {}: starts untrained, with {} parameters: nothing is saved under this application id",
                    spec.name(),
                    partition(),
                    live.parameters());
            return;
        }
        log.info(
                "{} partition {}: restored {} parameters, version {}, step {}, after {} events ({} KB), in {} ms",
                spec.name(),
                partition(),
                live.parameters(),
                live.model().version(),
                live.model().step(),
                live.events(),
                live.state().totalBytes() / 1024,
                restoreMillis);
    }

    @Override
    public void process(Record<byte[], Decoded> record) {
        Learner live = requireNonNull(learner);
        timestamp = record.timestamp();
        RecordMetadata place = requireNonNull(context).recordMetadata().orElseThrow();
        Source source = record.value().source();
        if (!offsets.containsKey(source)) {
            checkNotTaken(place, live.offset(source));
            skipGuard.beforeFirst(at(source), live.offset(source), place.offset());
        }
        offsets.put(source, place.offset());
        if (sampler != null) {
            sampler.taking(record.value());
        }
        take(live, record.value(), place.offset());
        if (liveModel != null) {
            liveModel.took(live);
        }
        warnOfRefusals(live);
        tellSoon();
    }

    /** Once for all records of a while: each punctuation makes Streams commit, and an idle learner has nothing to commit. */
    private void tellSoon() {
        if ((listener != null || liveModel != null) && news == null) {
            news = requireNonNull(context)
                    .schedule(
                            STATUS_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> tellNews(requireNonNull(learner)));
        }
    }

    /** Where models are served, it comes once more after the last record: then there is time to copy the newest. */
    private void tellNews(Learner live) {
        forgetNews();
        boolean paused = live.records() == told;
        told = live.records();
        if (listener != null && !paused) {
            tell(listener, live, null);
        }
        if (liveModel != null) {
            liveModel.rests(live, paused);
            if (!paused) {
                tellSoon();
            }
        }
    }

    private void forgetNews() {
        if (news != null) {
            news.cancel();
            news = null;
        }
    }

    /** Dead letters alone might be overlooked: a learner that diverged for good learns nothing any more. */
    private void warnOfRefusals(Learner live) {
        if (live.refusedInARow() >= MANY_REFUSALS && !warned) {
            log.warn(
                    "{} partition {}: {} mini-batches in a row were not learned, as their losses or gradients are out of"
                            + " bounds: the learner may have diverged. A smaller optimizer.learningRate, or optimizer.clipNorm,"
                            + " keeps it from that",
                    spec.name(),
                    partition(),
                    MANY_REFUSALS);
        }
        warned = live.refusedInARow() >= MANY_REFUSALS;
    }

    /** In this order; a test shows what becomes of the other one. */
    void take(Learner live, Decoded decoded, long offset) {
        long batches = live.batches();
        int waiting = live.waiting();
        apply(live, decoded, offset);
        // Those that a state of another learner file brought along stand in its format in the changelog.
        putExamples(live, allIsNew || live.batches() > batches ? 0 : waiting);
        markChanges(live);
    }

    final void apply(Learner live, Decoded decoded, long offset) {
        if (decoded instanceof Decoded.Order order) {
            answered(live.apply(order.command(), offset, versions(), this));
        } else if (decoded instanceof Decoded.BadOrder bad) {
            answered(live.refuse(bad.id(), bad.reason(), bad.message(), offset));
        } else if (decoded instanceof Decoded.Good good) {
            live.apply(good.event(), good.features(), offset, this);
        } else if (decoded instanceof Decoded.Later later) {
            live.apply(later.labels(), later.source(), offset, this);
        } else if (decoded instanceof Decoded.Bad bad) {
            live.reject(bad.reason(), bad.source(), offset);
        }
    }

    /** Made when they are needed: that is seldom. */
    private SavedVersions versions() {
        return rollback -> versionSource
                .of(requireNonNull(context).appConfigs(), partition())
                .read(rollback);
    }

    private void answered(CommandAnswer answer) {
        log.info(
                "{} partition {}: {} {}",
                spec.name(),
                partition(),
                answer.command(),
                answer.isDone() ? "done" : "refused: " + answer.refusal());
        send(CommandAnswer.KEY, CommandAnswerCodec.write(answer), nodes.metrics());
    }

    /** The waiting examples from the slot on. */
    final void putExamples(Learner live, int first) {
        for (int slot = first; slot < live.waiting(); slot++) {
            putExample(live, slot);
        }
    }

    private void putExample(Learner live, int slot) {
        List<byte[]> pieces = ExamplePieces.cut(live.waitingExample(slot));
        for (int piece = 0; piece < pieces.size(); piece++) {
            requireNonNull(store).put(StateKey.example(slot, piece).bytes(), pieces.get(piece));
        }
    }

    private void markChanges(Learner live) {
        LearnerState state = live.state();
        for (int block = 0; block < markers.length; block++) {
            if (allIsNew || state.stamp(block) == live.records()) {
                mark(block);
            }
        }
        for (int block = markers.length; block < foreignBlocks; block++) {
            requireNonNull(store).put(StateKey.block(block).bytes(), null);
        }
        allIsNew = false;
        foreignBlocks = 0;
    }

    final void mark(int block) {
        requireNonNull(store).put(blockKeys[block], markers[block]);
    }

    @Override
    public void prediction(Prediction prediction) {
        if (sampler != null) {
            sampler.predicted(prediction);
        }
        send(prediction.id(), predictions.write(prediction), nodes.predictions());
    }

    @Override
    public void refused(Refusal refusal) {
        DeadLetter letter = new DeadLetter(
                refusal.reason(),
                refusal.message(),
                spec.topics().of(refusal.source()),
                partition(),
                refusal.offset(),
                refusal.id().getBytes(StandardCharsets.UTF_8),
                null);
        requireNonNull(context).forward(DeadLetters.record(letter, timestamp), nodes.deadLetters());
    }

    @Override
    public void metrics(TaskMetrics task) {
        send(task.task(), TaskMetricsCodec.write(task), nodes.metrics());
        if (listener != null) {
            listener.metrics(task);
        }
    }

    @Override
    public void drift(Drift drift) {
        send(drift.of(), DriftCodec.write(drift), nodes.metrics());
        if (listener != null) {
            listener.drift(drift);
        }
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        checkpoints.send(
                checkpoint,
                requireNonNull(learner).state(),
                partition(),
                (key, value) -> send(key, value, nodes.checkpoints()));
        if (listener != null) {
            listener.checkpoint(checkpoint);
        }
    }

    private TopicPartition at(Source source) {
        return new TopicPartition(spec.topics().of(source), partition());
    }

    private int partition() {
        return requireNonNull(context).taskId().partition();
    }

    private void send(String key, byte @Nullable [] value, String node) {
        requireNonNull(context).forward(new Record<>(key.getBytes(StandardCharsets.UTF_8), value, timestamp), node);
    }

    /** Also of a learner whose last transaction is lost: whoever takes over goes on from what was committed. */
    private void tellGone(Learner live) {
        log.info(
                "{} partition {}: let go at step {}, version {}, after {} events",
                spec.name(),
                partition(),
                live.model().step(),
                live.model().version(),
                live.events());
    }

    @Override
    public void close() {
        forgetNews();
        liveLearners.leave(this);
        if (liveModels != null && liveModel != null) {
            liveModels.leave(partition(), liveModel);
        }
        liveModel = null;
        if (learner != null) {
            tellGone(learner);
        }
        assigned = System.nanoTime();
        offsets.forEach((source, offset) -> skipGuard.atEnd(at(source), offset));
        if (listener != null && learner != null) {
            tell(listener, learner, learner.checkpoint().weightsChecksum());
        }
        learner = null;
    }

    private void tell(LearnerStatus.Listener listener, Learner live, @Nullable String checksum) {
        Map<Reason, Long> rejected = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            if (live.rejected(reason) > 0) {
                rejected.put(reason, live.rejected(reason));
            }
        }
        listener.status(new LearnerStatus(
                live.model(),
                live.records(),
                live.events(),
                live.examples(),
                live.waiting(),
                live.awaiting(),
                live.repeated(),
                live.steering(),
                rejected,
                live.metrics(),
                live.offsets(),
                live.learningRate(),
                live.parameters(),
                live.state().totalBytes(),
                restoreMillis,
                checksum));
    }
}

package io.mainstem.stream;

import static java.util.Objects.requireNonNull;

import io.mainstem.event.CheckpointCodec;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.Prediction;
import io.mainstem.event.PredictionWriter;
import io.mainstem.event.Reason;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TaskMetricsCodec;
import io.mainstem.learn.Checkpoint;
import io.mainstem.learn.Learner;
import io.mainstem.learn.LearnerOutput;
import io.mainstem.learn.LearnerState;
import io.mainstem.learn.StateLayout;
import io.mainstem.spec.LearnerSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Drives one partition's {@link Learner}: hands it each record, sends on what it says, and then marks in the store what
 * of its state changed. The order matters: the store's cache may write at any put, and must find the record applied as
 * a whole.
 */
final class LearnProcessor implements Processor<byte[], Decoded, byte[], byte[]>, LearnerOutput {

    private static final Duration STATUS_INTERVAL = Duration.ofMillis(200);

    private final LearnerSpec spec;
    private final Nodes nodes;
    private final LearnerStatus.@Nullable Listener listener;
    private final PredictionWriter predictions;
    private final String specHash;

    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable KeyValueStore<Bytes, byte[]> store;
    private @Nullable Learner learner;
    private Bytes[] blockKeys = {};
    private byte[][] markers = {};
    private long timestamp;

    LearnProcessor(LearnerSpec spec, Nodes nodes, LearnerStatus.@Nullable Listener listener) {
        this.spec = spec;
        this.nodes = nodes;
        this.listener = listener;
        predictions = new PredictionWriter(spec);
        specHash = new StateLayout(spec).hex();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        KeyValueStore<Bytes, byte[]> wrapped = processorContext.getStateStore(nodes.model());
        store = wrapped;
        Learner live = ModelStore.behind(wrapped).learner();
        learner = live;
        LearnerState state = live.state();
        HostCheck.check(spec.name(), processorContext.appConfigs(), state.totalBytes());
        blockKeys = new Bytes[state.blocks()];
        markers = new byte[state.blocks()][];
        for (int block = 0; block < blockKeys.length; block++) {
            blockKeys[block] = StateKey.block(block).bytes();
            markers[block] = new byte[state.size(block)];
        }
        if (listener != null) {
            processorContext.schedule(
                    STATUS_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> tell(listener, live, null));
        }
    }

    @Override
    public void process(Record<byte[], Decoded> record) {
        Learner live = requireNonNull(learner);
        timestamp = record.timestamp();
        boolean waits = false;
        if (record.value() instanceof Decoded.Good good) {
            long offset = requireNonNull(context).recordMetadata().orElseThrow().offset();
            live.apply(good.event(), good.features(), offset, this);
            waits = live.waiting() > 0 && live.learnsFrom(good.event());
        } else if (record.value() instanceof Decoded.Bad bad) {
            live.reject(bad.reason());
        }
        save(live, waits);
    }

    private void save(Learner live, boolean newExampleWaits) {
        KeyValueStore<Bytes, byte[]> to = requireNonNull(store);
        if (newExampleWaits) {
            int slot = live.waiting() - 1;
            to.put(StateKey.example(slot).bytes(), live.waitingExample(slot));
        }
        LearnerState state = live.state();
        for (int block = 0; block < markers.length; block++) {
            if (state.stamp(block) == live.records()) {
                to.put(blockKeys[block], markers[block]);
            }
        }
    }

    @Override
    public void prediction(Prediction prediction) {
        send(prediction.id(), predictions.write(prediction), nodes.predictions());
    }

    @Override
    public void metrics(TaskMetrics task) {
        send(task.task(), TaskMetricsCodec.write(task), nodes.metrics());
    }

    /** The blocks of the state are the chunks; they go first, so that a manifest never names what is not there. */
    @Override
    public void checkpoint(Checkpoint checkpoint) {
        LearnerState state = requireNonNull(learner).state();
        CRC32C crc = new CRC32C();
        for (int block = 0; block < state.blocks(); block++) {
            byte[] chunk = new byte[state.size(block)];
            state.write(block, chunk);
            crc.update(chunk);
            send(CheckpointCodec.chunkKey(checkpoint.model(), block), chunk, nodes.checkpoints());
        }
        CheckpointManifest manifest = new CheckpointManifest(
                checkpoint.model(),
                checkpoint.time(),
                checkpoint.events(),
                checkpoint.examples(),
                Map.of(source(), checkpoint.offset()),
                specHash,
                checkpoint.weightsChecksum(),
                state.blocks(),
                state.totalBytes(),
                HexFormat.of().toHexDigits((int) crc.getValue()),
                checkpoint.metrics(),
                Libraries.VERSIONS);
        send(
                CheckpointCodec.manifestKey(checkpoint.model()),
                CheckpointCodec.writeManifest(manifest),
                nodes.checkpoints());
    }

    private String source() {
        return spec.topics().events() + "-" + requireNonNull(context).taskId().partition();
    }

    private void send(String key, byte[] value, String node) {
        requireNonNull(context).forward(new Record<>(key.getBytes(StandardCharsets.UTF_8), value, timestamp), node);
    }

    @Override
    public void close() {
        if (listener != null && learner != null) {
            tell(listener, learner, learner.checkpoint().weightsChecksum());
        }
        learner = null;
    }

    private static void tell(LearnerStatus.Listener listener, Learner live, @Nullable String checksum) {
        Map<Reason, Long> rejected = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            if (live.rejected(reason) > 0) {
                rejected.put(reason, live.rejected(reason));
            }
        }
        listener.status(new LearnerStatus(
                live.model(), live.events(), live.examples(), live.waiting(), rejected, live.metrics(), checksum));
    }
}

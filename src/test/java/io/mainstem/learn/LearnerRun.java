package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mainstem.encode.RawFeatures;
import io.mainstem.event.Arrival;
import io.mainstem.event.Drift;
import io.mainstem.event.DriftCodec;
import io.mainstem.event.Event;
import io.mainstem.event.EventReader;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.event.LabelRecord;
import io.mainstem.event.Prediction;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TaskMetricsCodec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.Source;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A learner with what it said, for tests. */
public final class LearnerRun implements LearnerOutput {

    public final Learner learner;
    public final List<Prediction> predictions = new ArrayList<>();
    public final List<String> refused = new ArrayList<>();
    public final List<Refusal> refusals = new ArrayList<>();
    public final List<TaskMetrics> metrics = new ArrayList<>();
    /** All that goes to the topic of metrics, as it is written there. */
    public final List<String> metricsTopic = new ArrayList<>();

    public final List<Drift> drifts = new ArrayList<>();
    public final List<Checkpoint> checkpoints = new ArrayList<>();
    /** Of the whole state at each checkpoint, as its manifest must have it. */
    public final List<String> stateChecksums = new ArrayList<>();

    /** Is told the same, if there is one. */
    @Nullable
    LearnerOutput also;

    private final EventReader reader;
    private final RawFeatures features;
    private long offset;

    public LearnerRun(LearnerSpec spec) {
        this(spec, new Learner(spec, 0));
    }

    public LearnerRun(LearnerSpec spec, Learner learner) {
        this.learner = learner;
        reader = new EventReader(spec);
        features = Learner.features(spec);
    }

    public LearnerRun take(List<byte[]> events) {
        events.forEach(this::take);
        return this;
    }

    public LearnerRun take(byte[] event) {
        return take(event, EventReader.NO_TIMESTAMP, offset);
    }

    /** Takes an event that came as a record. */
    public LearnerRun take(byte @Nullable [] event, long timestamp, long at) {
        try {
            Arrival arrival = reader.readAny(event, timestamp, features);
            if (arrival instanceof Event found) {
                learner.apply(found, features, at, this);
            } else if (arrival instanceof LabelRecord labels) {
                learner.apply(labels, Source.EVENTS, at, this);
            }
        } catch (InvalidRecordException e) {
            learner.reject(e.reason(), Source.EVENTS, at);
        }
        offset = at + 1;
        return this;
    }

    public String weights() {
        return learner.checkpoint().weightsChecksum();
    }

    @Override
    public void prediction(Prediction prediction) {
        predictions.add(prediction);
    }

    @Override
    public void refused(Refusal refusal) {
        refused.add(refusal.id() + "@" + refusal.offset());
        refusals.add(refusal);
    }

    @Override
    public void metrics(TaskMetrics task) {
        metrics.add(task);
        metricsTopic.add(new String(TaskMetricsCodec.write(task), UTF_8));
    }

    @Override
    public void drift(Drift drift) {
        drifts.add(drift);
        metricsTopic.add(new String(DriftCodec.write(drift), UTF_8));
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
        stateChecksums.add(checksum(learner.state()));
        if (also != null) {
            also.checkpoint(checkpoint);
        }
    }

    private static String checksum(LearnerState state) {
        CRC32C crc = new CRC32C();
        for (int block = 0; block < state.blocks(); block++) {
            byte[] bytes = new byte[state.size(block)];
            state.write(block, bytes);
            crc.update(bytes);
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}

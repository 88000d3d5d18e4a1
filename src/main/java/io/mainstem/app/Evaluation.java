package io.mainstem.app;

import io.mainstem.encode.RawFeatures;
import io.mainstem.event.Arrival;
import io.mainstem.event.Drift;
import io.mainstem.event.Event;
import io.mainstem.event.EventReader;
import io.mainstem.event.InvalidRecordException;
import io.mainstem.event.LabelRecord;
import io.mainstem.event.Prediction;
import io.mainstem.event.PredictionWriter;
import io.mainstem.event.TaskMetrics;
import io.mainstem.learn.Checkpoint;
import io.mainstem.learn.Learner;
import io.mainstem.learn.LearnerOutput;
import io.mainstem.learn.Refusal;
import io.mainstem.observe.Course;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The learner over a file, without Kafka: the same decoding, the same machine, so the same predictions and metrics, to
 * the last bit, as the stream gives for the same records.
 */
final class Evaluation implements LearnerOutput {

    /** Of a task, in the report's curves. */
    private static final int MOST_METRICS = 600;

    private static final int MOST_DRIFTS = 10_000;

    private final Learner learner;
    private final EventReader reader;
    private final RawFeatures features;
    private final PredictionWriter writer;
    private final @Nullable OutputStream predictions;
    private final Map<String, Course<TaskMetrics>> history = new LinkedHashMap<>();
    private final List<Drift> drifts = new ArrayList<>();
    private long line;

    /**
     * Nothing read yet.
     *
     * @param learner that has taken no event
     * @param predictions takes every prediction, a record a line; null for none
     */
    Evaluation(LearnerSpec spec, Learner learner, @Nullable OutputStream predictions) {
        this.learner = learner;
        reader = new EventReader(spec);
        features = Learner.features(spec);
        writer = new PredictionWriter(spec);
        this.predictions = predictions;
    }

    /** Takes the next line of the file, as it would stand in the events topic. */
    void apply(byte[] event) {
        try {
            Arrival arrival = reader.readAny(event, EventReader.NO_TIMESTAMP, features);
            if (arrival instanceof Event found) {
                learner.apply(found, features, line, this);
            } else if (arrival instanceof LabelRecord labels) {
                learner.apply(labels, Source.EVENTS, line, this);
            }
        } catch (InvalidRecordException e) {
            learner.reject(e.reason(), Source.EVENTS, line);
        }
        line++;
    }

    /** Ends the file. */
    void finish() {
        learner.finish(this);
    }

    Learner learner() {
        return learner;
    }

    /** The metrics in the course of the run. */
    Map<String, Course<TaskMetrics>> history() {
        return history;
    }

    /** The first {@value #MOST_DRIFTS} that were noticed. */
    List<Drift> drifts() {
        return drifts;
    }

    @Override
    public void prediction(Prediction prediction) {
        if (predictions == null) {
            return;
        }
        try {
            predictions.write(writer.write(prediction));
            predictions.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void refused(Refusal refusal) {
        // Counted by the learner, and named at the end.
    }

    @Override
    public void metrics(TaskMetrics metrics) {
        history.computeIfAbsent(metrics.task(), none -> new Course<>(MOST_METRICS))
                .add(metrics);
    }

    @Override
    public void drift(Drift drift) {
        if (drifts.size() < MOST_DRIFTS) {
            drifts.add(drift);
        }
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        // A run over a file keeps no versions.
    }
}

package io.mainstem.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mainstem.event.DriftCodec;
import io.mainstem.event.JsonFields;
import io.mainstem.event.LabelsWriter;
import io.mainstem.event.PredictionWriter;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TaskMetricsCodec;
import io.mainstem.learn.Checkpoint;
import io.mainstem.observe.LearnerView;
import io.mainstem.spec.TaskSpec;
import io.mainstem.stream.LearnerStatus;
import io.mainstem.stream.PredictionSample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that a page shows that is open for a while, one snapshot after the other. For one thread at a time. */
final class Snapshots {

    /** Of those that are shown. */
    static final int MOST_TASKS = 50;

    private static final double NANOS = 1e9;

    private final LearnerView view;
    private final Host host;
    private final PredictionWriter predictions;
    private final LabelsWriter labels;
    private long eventsBefore = -1;
    private long before;

    Snapshots(LearnerView view, Host host) {
        this.view = view;
        this.host = host;
        predictions = new PredictionWriter(view.spec());
        labels = new LabelsWriter(view.spec());
    }

    /** One JSON object. */
    byte[] next() {
        return JsonFields.object(json -> {
            json.writeNumberField("at", System.currentTimeMillis());
            json.writeStringField("learner", view.spec().name());
            stream(json);
            throughput(json);
            replicas(json);
            json.writeArrayFieldStart("drifts");
            for (var drift : view.drifts()) {
                json.writeStartObject();
                json.writeNumberField("at", drift.at());
                DriftCodec.writeFields(json, drift.value());
                json.writeEndObject();
            }
            json.writeEndArray();
            predictions(json);
            json.writeArrayFieldStart("checkpoints");
            for (var checkpoint : view.checkpoints()) {
                checkpoint(json, checkpoint.at(), checkpoint.value());
            }
            json.writeEndArray();
        });
    }

    private void stream(JsonGenerator json) throws IOException {
        Optional<String> why = host.notReady();
        Map<String, Long> lag = host.lag();
        json.writeObjectFieldStart("stream");
        json.writeStringField("state", host.streamState());
        json.writeBooleanField("ready", why.isEmpty());
        if (why.isPresent()) {
            json.writeStringField("reason", why.get());
        }
        json.writeNumberField("idleMillis", view.idleMillis());
        json.writeObjectFieldStart("lag");
        for (Map.Entry<String, Long> each : lag.entrySet()) {
            json.writeNumberField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void throughput(JsonGenerator json) throws IOException {
        long events = view.live().stream().mapToLong(LearnerStatus::events).sum();
        long now = System.nanoTime();
        double perSecond = eventsBefore < 0 ? 0 : Math.max(0, events - eventsBefore) / ((now - before) / NANOS);
        eventsBefore = events;
        before = now;
        json.writeNumberField("events", events);
        json.writeNumberField("eventsPerSecond", perSecond);
    }

    private void replicas(JsonGenerator json) throws IOException {
        List<String> shown = view.spec().tasks().stream()
                .limit(MOST_TASKS)
                .map(task -> task.name())
                .toList();
        json.writeNumberField("tasksNotShown", view.spec().tasks().size() - shown.size());
        json.writeArrayFieldStart("replicas");
        for (LearnerStatus status : view.live()) {
            json.writeStartObject();
            Descriptions.replica(json, status);
            json.writeArrayFieldStart("tasks");
            for (TaskMetrics task : status.metrics()) {
                if (shown.contains(task.task())) {
                    JsonFields.raw(json, TaskMetricsCodec.write(task));
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void predictions(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("predictions");
        for (LearnerStatus status : view.live()) {
            for (PredictionSample sample : view.samples(status.model().replica())) {
                json.writeStartObject();
                sample(json, sample);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void sample(JsonGenerator json, PredictionSample sample) throws IOException {
        json.writeNumberField("at", sample.at());
        json.writeFieldName("prediction");
        JsonFields.raw(json, predictions.write(sample.prediction()));
        if (sample.labels() != null) {
            json.writeFieldName("labels");
            JsonFields.raw(json, labels.write(sample.labels()));
        }
        json.writeArrayFieldStart("over");
        List<TaskSpec> tasks = view.spec().tasks();
        for (int t = 0; t < tasks.size(); t++) {
            if (sample.over()[t]) {
                json.writeString(tasks.get(t).name());
            }
        }
        json.writeEndArray();
        json.writeBooleanField("again", sample.again());
    }

    private static void checkpoint(JsonGenerator json, long at, Checkpoint checkpoint) throws IOException {
        json.writeStartObject();
        json.writeNumberField("at", at);
        JsonFields.model(json, checkpoint.model());
        JsonFields.time(json, checkpoint.time());
        json.writeNumberField("events", checkpoint.events());
        json.writeNumberField("examples", checkpoint.examples());
        json.writeEndObject();
    }
}

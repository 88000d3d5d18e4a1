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
import org.jspecify.annotations.Nullable;

/** All that a page shows that is open for a while, one snapshot after the other. For one thread at a time. */
final class Snapshots {

    /** Of those that are shown. */
    static final int MOST_TASKS = 50;

    private static final double NANOS = 1e9;

    private final LearnerView view;
    private final Host host;
    private final PredictionWriter predictions;
    private final LabelsWriter labels;
    private long events = -1;
    private long at;
    private double perSecond;

    Snapshots(LearnerView view, Host host) {
        this.view = view;
        this.host = host;
        predictions = new PredictionWriter(view.spec());
        labels = new LabelsWriter(view.spec());
    }

    /** To be called before those of a moment are made: events a second are counted from one moment to the next. */
    void next() {
        long now = System.nanoTime();
        long sum = view.live().stream().mapToLong(LearnerStatus::events).sum();
        perSecond = events < 0 ? 0 : Math.max(0, sum - events) / ((now - at) / NANOS);
        events = sum;
        at = now;
    }

    /**
     * One JSON object: what is known of the instance, a few facts of each replica that is here, and all of one of them.
     *
     * @param replica which one; where it is not here, or is null, the first that is
     */
    byte[] of(@Nullable Integer replica) {
        List<LearnerStatus> live = view.live();
        int shown = live.stream()
                .map(status -> status.model().replica())
                .filter(here -> here.equals(replica))
                .findFirst()
                .orElse(live.isEmpty() ? -1 : live.get(0).model().replica());
        return JsonFields.object(json -> {
            json.writeNumberField("at", System.currentTimeMillis());
            json.writeStringField("learner", view.spec().name());
            stream(json);
            json.writeNumberField("events", Math.max(0, events));
            json.writeNumberField("eventsPerSecond", perSecond);
            json.writeNumberField("shown", shown);
            replicas(json, live, shown);
            json.writeArrayFieldStart("drifts");
            for (var drift : view.drifts()) {
                if (drift.value().replica() != shown) {
                    continue;
                }
                json.writeStartObject();
                json.writeNumberField("at", drift.at());
                DriftCodec.writeFields(json, drift.value());
                json.writeEndObject();
            }
            json.writeEndArray();
            predictions(json, shown);
            json.writeArrayFieldStart("checkpoints");
            for (var checkpoint : view.checkpoints()) {
                if (checkpoint.value().model().replica() == shown) {
                    checkpoint(json, checkpoint.at(), checkpoint.value());
                }
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
        Optional<Host.Trouble> away = host.brokersAway();
        if (away.isPresent()) {
            json.writeObjectFieldStart("brokersAway");
            json.writeStringField("reason", away.get().what());
            json.writeNumberField("since", away.get().since());
            json.writeEndObject();
        }
        json.writeObjectFieldStart("lag");
        for (Map.Entry<String, Long> each : lag.entrySet()) {
            json.writeNumberField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void replicas(JsonGenerator json, List<LearnerStatus> live, int shown) throws IOException {
        List<String> tasks = view.spec().tasks().stream()
                .limit(MOST_TASKS)
                .map(task -> task.name())
                .toList();
        json.writeNumberField("tasksNotShown", view.spec().tasks().size() - tasks.size());
        json.writeArrayFieldStart("replicas");
        for (LearnerStatus status : live) {
            json.writeStartObject();
            Descriptions.replica(json, status);
            int replica = status.model().replica();
            json.writeNumberField("idleMillis", view.idleMillis(replica).orElse(0));
            json.writeNumberField("usualGapMillis", view.usualGapMillis(replica));
            json.writeArrayFieldStart("tasks");
            for (TaskMetrics task : status.metrics()) {
                if (replica == shown && tasks.contains(task.task())) {
                    JsonFields.raw(json, TaskMetricsCodec.write(task));
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void predictions(JsonGenerator json, int shown) throws IOException {
        json.writeArrayFieldStart("predictions");
        for (PredictionSample sample : view.samples(shown)) {
            json.writeStartObject();
            sample(json, sample);
            json.writeEndObject();
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

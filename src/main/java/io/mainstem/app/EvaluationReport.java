package io.mainstem.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.mainstem.event.Drift;
import io.mainstem.event.DriftCodec;
import io.mainstem.event.InsightCodec;
import io.mainstem.event.LabelAge;
import io.mainstem.event.Reason;
import io.mainstem.event.TaskMetrics;
import io.mainstem.learn.Learner;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What {@code evaluate --json} prints: one JSON object, in one line. */
final class EvaluationReport {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private EvaluationReport() {}

    static String of(Learner learner, double seconds, List<Drift> drifts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("events", learner.events());
            json.writeNumberField("seconds", seconds);
            json.writeObjectFieldStart("tasks");
            for (TaskMetrics task : learner.metrics()) {
                json.writeObjectFieldStart(task.task());
                json.writeNumberField("labels", task.labels());
                if (Double.isFinite(task.weight())) {
                    json.writeNumberField("weight", task.weight());
                }
                json.writeObjectFieldStart("gradientCosines");
                metrics(json, task.gradientCosines());
                json.writeEndObject();
                metrics(json, task.run());
                baselines(json, "baselines", task.baselines());
                json.writeObjectFieldStart("window");
                metrics(json, task.window());
                baselines(json, "baselines", task.windowBaselines());
                json.writeEndObject();
                InsightCodec.writeFields(json, task.insight());
                lateLabels(json, task);
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeArrayFieldStart("drifts");
            for (Drift drift : drifts) {
                json.writeStartObject();
                DriftCodec.writeFields(json, drift);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("steps", learner.model().step());
            json.writeStringField("weights", learner.checkpoint().weightsChecksum());
            if (learner.repeated() > 0) {
                json.writeNumberField("repeatedEvents", learner.repeated());
            }
            json.writeObjectFieldStart("deadLetters");
            for (Reason reason : Reason.values()) {
                if (learner.rejected(reason) > 0) {
                    json.writeNumberField(reason.code(), learner.rejected(reason));
                }
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void lateLabels(JsonGenerator json, TaskMetrics task) throws IOException {
        if (task.lateLabels().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("lateLabels");
        for (Map.Entry<String, Long> count : task.lateLabels().entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("labelAges");
        for (Map.Entry<String, LabelAge> age : task.labelAges().entrySet()) {
            json.writeObjectFieldStart(age.getKey());
            json.writeNumberField("labels", age.getValue().labels());
            metrics(json, age.getValue().metrics());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void baselines(JsonGenerator json, String name, Map<String, Map<String, Double>> baselines)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Map<String, Double>> baseline : baselines.entrySet()) {
            json.writeObjectFieldStart(baseline.getKey());
            metrics(json, baseline.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void metrics(JsonGenerator json, Map<String, Double> metrics) throws IOException {
        for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            if (Double.isFinite(metric.getValue())) {
                json.writeNumberField(metric.getKey(), metric.getValue());
            }
        }
    }
}

package io.mainstem.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.mainstem.event.Calibration;
import io.mainstem.event.Coverage;
import io.mainstem.event.Drift;
import io.mainstem.event.DriftCodec;
import io.mainstem.event.HeldOut;
import io.mainstem.event.Insight;
import io.mainstem.event.LabelAge;
import io.mainstem.event.Reason;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TransferGain;
import io.mainstem.learn.Learner;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
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
                insight(json, task.insight());
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

    private static void insight(JsonGenerator json, Insight insight) throws IOException {
        json.writeNumberField("drifts", insight.drifts());
        json.writeObjectFieldStart("faded");
        metrics(json, insight.faded());
        json.writeEndObject();
        if (insight.calibration() != null) {
            calibration(json, insight.calibration());
        }
        HeldOut heldOut = insight.heldOut();
        if (heldOut != null) {
            json.writeObjectFieldStart("heldOut");
            json.writeNumberField("labels", heldOut.labels());
            metrics(json, heldOut.run());
            baselines(json, "baselines", heldOut.baselines());
            json.writeObjectFieldStart("window");
            metrics(json, heldOut.window());
            json.writeEndObject();
            json.writeEndObject();
        }
        TransferGain transfer = insight.transfer();
        if (transfer != null) {
            json.writeObjectFieldStart("transfer");
            json.writeNumberField("labels", transfer.labels());
            json.writeNumberField("share", transfer.share());
            metrics(json, transfer.numbers());
            json.writeBooleanField("leftOut", transfer.leftOut());
            json.writeEndObject();
        }
        Coverage coverage = insight.coverage();
        if (coverage != null) {
            Map<String, Double> numbers = new LinkedHashMap<>();
            numbers.put("asked", coverage.asked());
            numbers.put("run", coverage.run());
            numbers.put("window", coverage.window());
            numbers.put("size", coverage.size());
            json.writeObjectFieldStart("coverage");
            metrics(json, numbers);
            json.writeEndObject();
        }
    }

    private static void calibration(JsonGenerator json, Calibration calibration) throws IOException {
        json.writeArrayFieldStart("calibration");
        for (Calibration.Bin bin : calibration.bins()) {
            json.writeStartObject();
            json.writeNumberField("from", bin.from());
            json.writeNumberField("to", bin.to());
            json.writeNumberField("count", bin.count());
            json.writeNumberField("confidence", bin.confidence());
            json.writeNumberField("frequency", bin.frequency());
            json.writeEndObject();
        }
        json.writeEndArray();
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

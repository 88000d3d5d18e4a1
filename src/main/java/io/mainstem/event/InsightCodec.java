package io.mainstem.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mainstem.event.Calibration.Bin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parts of a task's metrics that are an {@link Insight}; those of which nothing is known are left out. */
public final class InsightCodec {

    private InsightCodec() {}

    /** Writes the fields into an object that is open. */
    public static void writeFields(JsonGenerator json, Insight insight) throws IOException {
        if (!insight.faded().isEmpty()) {
            JsonFields.numbers(json, "faded", insight.faded());
        }
        if (insight.calibration() != null) {
            calibration(json, insight.calibration());
        }
        if (insight.heldOut() != null) {
            heldOut(json, insight.heldOut());
        }
        if (insight.drifts() > 0) {
            json.writeNumberField("drifts", insight.drifts());
        }
        if (insight.transfer() != null) {
            transfer(json, insight.transfer());
        }
        if (insight.coverage() != null) {
            coverage(json, insight.coverage());
        }
    }

    private static void transfer(JsonGenerator json, TransferGain transfer) throws IOException {
        json.writeObjectFieldStart("transfer");
        json.writeNumberField("labels", transfer.labels());
        json.writeNumberField("share", transfer.share());
        for (Map.Entry<String, Double> number : transfer.numbers().entrySet()) {
            json.writeNumberField(number.getKey(), number.getValue());
        }
        json.writeBooleanField("leftOut", transfer.leftOut());
        json.writeEndObject();
    }

    private static void calibration(JsonGenerator json, Calibration calibration) throws IOException {
        json.writeObjectFieldStart("calibration");
        json.writeNumberField("expectedError", calibration.expectedError());
        json.writeArrayFieldStart("bins");
        for (Bin bin : calibration.bins()) {
            json.writeStartObject();
            json.writeNumberField("from", bin.from());
            json.writeNumberField("to", bin.to());
            json.writeNumberField("count", bin.count());
            json.writeNumberField("confidence", bin.confidence());
            json.writeNumberField("frequency", bin.frequency());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void heldOut(JsonGenerator json, HeldOut heldOut) throws IOException {
        json.writeObjectFieldStart("heldOut");
        json.writeNumberField("labels", heldOut.labels());
        JsonFields.numbers(json, "run", heldOut.run());
        JsonFields.numbers(json, "window", heldOut.window());
        TaskMetricsCodec.writeBaselines(json, "baselines", heldOut.baselines());
        json.writeEndObject();
    }

    private static void coverage(JsonGenerator json, Coverage coverage) throws IOException {
        json.writeObjectFieldStart("coverage");
        json.writeNumberField("asked", coverage.asked());
        json.writeNumberField("run", coverage.run());
        json.writeNumberField("window", coverage.window());
        if (Double.isFinite(coverage.size())) {
            json.writeNumberField("size", coverage.size());
        }
        json.writeEndObject();
    }

    static Insight read(JsonObject json) throws InvalidRecordException {
        return new Insight(
                json.has("faded") ? TaskMetricsCodec.numbers(json, "faded") : Map.of(),
                json.has("calibration") ? calibration(json.object("calibration")) : null,
                json.has("heldOut") ? heldOut(json.object("heldOut")) : null,
                json.has("transfer") ? transfer(json.object("transfer")) : null,
                json.has("coverage") ? coverage(json.object("coverage")) : null,
                json.has("drifts") ? json.integer("drifts") : 0);
    }

    private static TransferGain transfer(JsonObject json) throws InvalidRecordException {
        return new TransferGain(
                json.integer("labels"),
                json.number("share"),
                number(json, "gain"),
                number(json, "low"),
                number(json, "high"),
                number(json, "recentGain"),
                number(json, "recentLow"),
                number(json, "recentHigh"),
                json.flag("leftOut"));
    }

    private static double number(JsonObject json, String name) throws InvalidRecordException {
        return json.has(name) ? json.number(name) : Double.NaN;
    }

    private static Calibration calibration(JsonObject json) throws InvalidRecordException {
        List<Bin> bins = new ArrayList<>();
        for (JsonObject bin : json.objects("bins")) {
            bins.add(new Bin(
                    bin.number("from"),
                    bin.number("to"),
                    bin.integer("count"),
                    bin.number("confidence"),
                    bin.number("frequency")));
        }
        return new Calibration(json.number("expectedError"), bins);
    }

    private static HeldOut heldOut(JsonObject json) throws InvalidRecordException {
        return new HeldOut(
                json.integer("labels"),
                TaskMetricsCodec.numbers(json, "run"),
                TaskMetricsCodec.numbers(json, "window"),
                json.object("baselines").all(TaskMetricsCodec::numbers));
    }

    private static Coverage coverage(JsonObject json) throws InvalidRecordException {
        return new Coverage(
                json.number("asked"),
                json.number("run"),
                json.number("window"),
                json.has("size") ? json.number("size") : Double.NaN);
    }
}

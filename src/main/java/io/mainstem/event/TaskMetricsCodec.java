package io.mainstem.event;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/** The values of records on the metrics topic. */
public final class TaskMetricsCodec {

    private TaskMetricsCodec() {}

    /** One JSON object, UTF-8, without a line feed; metrics that are not finite are left out. */
    public static byte[] write(TaskMetrics metrics) {
        return JsonFields.object(new ByteArrayOutputStream(512), json -> writeFields(json, metrics));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws InvalidRecordException where the value is not such a record
     */
    public static TaskMetrics read(byte[] value) throws InvalidRecordException {
        return read(JsonObject.read(value));
    }

    static void writeFields(JsonGenerator json, TaskMetrics metrics) throws IOException {
        JsonFields.time(json, metrics.time());
        json.writeStringField("task", metrics.task());
        json.writeNumberField("replica", metrics.replica());
        json.writeNumberField("step", metrics.step());
        json.writeNumberField("events", metrics.events());
        json.writeNumberField("labels", metrics.labels());
        if (metrics.notLearned() > 0) {
            json.writeNumberField("notLearned", metrics.notLearned());
        }
        if (Double.isFinite(metrics.weight())) {
            json.writeNumberField("weight", metrics.weight());
        }
        JsonFields.numbers(json, "gradientCosines", metrics.gradientCosines());
        JsonFields.numbers(json, "run", metrics.run());
        JsonFields.numbers(json, "window", metrics.window());
        writeBaselines(json, "baselines", metrics.baselines());
        writeBaselines(json, "windowBaselines", metrics.windowBaselines());
        if (!metrics.lateLabels().isEmpty()) {
            json.writeObjectFieldStart("lateLabels");
            for (Map.Entry<String, Long> count : metrics.lateLabels().entrySet()) {
                json.writeNumberField(count.getKey(), count.getValue());
            }
            json.writeEndObject();
        }
        if (!metrics.labelAges().isEmpty()) {
            json.writeObjectFieldStart("labelAges");
            for (Map.Entry<String, LabelAge> age : metrics.labelAges().entrySet()) {
                json.writeObjectFieldStart(age.getKey());
                json.writeNumberField("labels", age.getValue().labels());
                JsonFields.numbers(json, "run", age.getValue().metrics());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        InsightCodec.writeFields(json, metrics.insight());
    }

    static void writeBaselines(JsonGenerator json, String name, Map<String, Map<String, Double>> baselines)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Map<String, Double>> baseline : baselines.entrySet()) {
            JsonFields.numbers(json, baseline.getKey(), baseline.getValue());
        }
        json.writeEndObject();
    }

    static TaskMetrics read(JsonObject json) throws InvalidRecordException {
        return new TaskMetrics(
                json.time(),
                json.string("task"),
                json.count("replica"),
                json.integer("step"),
                json.integer("events"),
                json.integer("labels"),
                json.has("notLearned") ? json.integer("notLearned") : 0,
                json.has("weight") ? json.number("weight") : Double.NaN,
                json.has("gradientCosines") ? numbers(json, "gradientCosines") : Map.of(),
                json.object("run").all(JsonObject::number),
                json.object("window").all(JsonObject::number),
                json.object("baselines").all(TaskMetricsCodec::numbers),
                json.object("windowBaselines").all(TaskMetricsCodec::numbers),
                json.has("lateLabels") ? json.object("lateLabels").all(JsonObject::integer) : Map.of(),
                json.has("labelAges") ? json.object("labelAges").all(TaskMetricsCodec::age) : Map.of(),
                InsightCodec.read(json));
    }

    private static LabelAge age(JsonObject json, String name) throws InvalidRecordException {
        JsonObject age = json.object(name);
        return new LabelAge(age.integer("labels"), numbers(age, "run"));
    }

    static Map<String, Double> numbers(JsonObject json, String name) throws InvalidRecordException {
        return json.object(name).all(JsonObject::number);
    }
}

package io.mainstem.event;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** The values of records of drift, on the metrics topic. */
public final class DriftCodec {

    private DriftCodec() {}

    /** One JSON object, UTF-8, without a line feed. */
    public static byte[] write(Drift drift) {
        return JsonFields.object(new ByteArrayOutputStream(256), json -> writeFields(json, drift));
    }

    /** Writes the fields into an object that is open. */
    public static void writeFields(JsonGenerator json, Drift drift) throws IOException {
        JsonFields.time(json, drift.time());
        json.writeNumberField("replica", drift.replica());
        json.writeNumberField("step", drift.step());
        json.writeNumberField("events", drift.events());
        json.writeObjectFieldStart("drift");
        if (drift.task() != null) {
            json.writeStringField("task", drift.task());
        }
        if (drift.feature() != null) {
            json.writeStringField("feature", drift.feature());
        }
        json.writeStringField("detector", drift.detector());
        json.writeNumberField("before", drift.before());
        json.writeNumberField("after", drift.after());
        json.writeNumberField("size", drift.size());
        json.writeEndObject();
    }

    /**
     * Reads what {@link #write} wrote; empty for a record of the metrics topic that is not of drift.
     *
     * @throws InvalidRecordException where the value is not a record of that topic
     */
    public static Optional<Drift> read(byte[] value) throws InvalidRecordException {
        JsonObject json = JsonObject.read(value);
        if (!json.has("drift")) {
            return Optional.empty();
        }
        JsonObject drift = json.object("drift");
        return Optional.of(new Drift(
                json.time(),
                json.count("replica"),
                json.integer("step"),
                json.integer("events"),
                drift.has("task") ? drift.string("task") : null,
                drift.has("feature") ? drift.string("feature") : null,
                drift.string("detector"),
                drift.number("before"),
                drift.number("after"),
                drift.number("size")));
    }
}

package io.mainstem.event;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Writes JSON objects, and the fields that the records of Mainstem's own have in common. */
public final class JsonFields {

    private JsonFields() {}

    /** Writes the fields of an object whose braces are there already. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** The bytes of one JSON object, UTF-8, without a line feed. */
    public static byte[] object(Body body) {
        return object(new ByteArrayOutputStream(512), body);
    }

    /**
     * The same.
     *
     * @param bytes to be used again and again; what is in it is gone afterwards
     */
    static byte[] object(ByteArrayOutputStream bytes, Body body) {
        bytes.reset();
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes JSON that is written already, in UTF-8, as a value. */
    public static void raw(JsonGenerator json, byte[] value) throws IOException {
        json.writeRawValue(new String(value, StandardCharsets.UTF_8));
    }

    /**
     * Leaves the field out where there is no time.
     *
     * @param time epoch milliseconds, or {@link Event#NO_TIME}
     */
    public static void time(JsonGenerator json, long time) throws IOException {
        if (time != Event.NO_TIME) {
            json.writeStringField("time", Instant.ofEpochMilli(time).toString());
        }
    }

    /** Which model, as in all records that name one. */
    public static void model(JsonGenerator json, ModelVersion model) throws IOException {
        json.writeObjectFieldStart("model");
        json.writeNumberField("replica", model.replica());
        json.writeNumberField("epoch", model.epoch());
        json.writeNumberField("version", model.version());
        json.writeNumberField("step", model.step());
        json.writeEndObject();
    }

    /** A learning rate that no command has set is left out. */
    public static void steering(JsonGenerator json, Steering steering) throws IOException {
        json.writeObjectFieldStart("steering");
        json.writeBooleanField("paused", steering.paused());
        json.writeBooleanField("trunkFrozen", steering.trunkFrozen());
        if (!Double.isNaN(steering.learningRate())) {
            json.writeNumberField("learningRate", steering.learningRate());
        }
        json.writeNumberField("notLearned", steering.notLearned());
        json.writeNumberField("givenUp", steering.givenUp());
        json.writeEndObject();
    }

    /** Numbers that are not finite are left out: JSON has none, and they stand for what is not defined. */
    public static void numbers(JsonGenerator json, String name, Map<String, Double> numbers) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Double> number : numbers.entrySet()) {
            if (Double.isFinite(number.getValue())) {
                json.writeNumberField(number.getKey(), number.getValue());
            }
        }
        json.writeEndObject();
    }
}

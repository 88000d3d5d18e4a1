package io.mainstem.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mainstem.event.Event;
import io.mainstem.event.ModelVersion;
import io.mainstem.event.Steering;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes what is answered. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** Writes the fields of an object whose braces are there already. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** One JSON object, UTF-8. */
    static byte[] object(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** JSON that is written already, as a value. */
    static void raw(JsonGenerator json, byte[] value) throws IOException {
        json.writeRawValue(new String(value, StandardCharsets.UTF_8));
    }

    static void time(JsonGenerator json, long time) throws IOException {
        if (time != Event.NO_TIME) {
            json.writeStringField("time", Instant.ofEpochMilli(time).toString());
        }
    }

    static void model(JsonGenerator json, ModelVersion model) throws IOException {
        json.writeObjectFieldStart("model");
        json.writeNumberField("replica", model.replica());
        json.writeNumberField("epoch", model.epoch());
        json.writeNumberField("version", model.version());
        json.writeNumberField("step", model.step());
        json.writeEndObject();
    }

    static void steering(JsonGenerator json, Steering steering) throws IOException {
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
}

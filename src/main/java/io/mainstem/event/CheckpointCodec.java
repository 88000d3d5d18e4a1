package io.mainstem.event;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The records on the checkpoints topic: chunks of the state, then the manifest, under keys that start alike. */
public final class CheckpointCodec {

    private static final String MANIFEST = "manifest";

    private CheckpointCodec() {}

    /** What the keys of one checkpoint's records start with, {@code replica/version/}. */
    public static String keyPrefix(int replica, long version) {
        return replica + "/" + version + "/";
    }

    /** Key of the manifest, {@code replica/version/manifest}. */
    public static String manifestKey(ModelVersion model) {
        return keyPrefix(model.replica(), model.version()) + MANIFEST;
    }

    /** Whether a key is one that {@link #manifestKey} makes. */
    public static boolean isManifestKey(String key) {
        return key.endsWith(MANIFEST);
    }

    /** Key of a chunk, such as {@code replica/version/000001} for the second one. */
    public static String chunkKey(ModelVersion model, int index) {
        return keyPrefix(model.replica(), model.version()) + String.format(Locale.ROOT, "%06d", index);
    }

    /** One JSON object, UTF-8, without a line feed. */
    public static byte[] writeManifest(CheckpointManifest manifest) {
        return JsonFields.object(new ByteArrayOutputStream(2048), json -> writeFields(json, manifest));
    }

    private static void writeFields(JsonGenerator json, CheckpointManifest manifest) throws IOException {
        JsonFields.model(json, manifest.model());
        JsonFields.time(json, manifest.time());
        json.writeNumberField("events", manifest.events());
        json.writeNumberField("examples", manifest.examples());
        json.writeObjectFieldStart("offsets");
        for (Map.Entry<String, Long> offset : manifest.offsets().entrySet()) {
            json.writeNumberField(offset.getKey(), offset.getValue());
        }
        json.writeEndObject();
        json.writeStringField("specHash", manifest.specHash());
        json.writeStringField("weightsChecksum", manifest.weightsChecksum());
        JsonFields.steering(json, manifest.steering());
        json.writeNumberField("chunks", manifest.chunks());
        json.writeNumberField("bytes", manifest.bytes());
        json.writeStringField("chunksChecksum", manifest.chunksChecksum());
        json.writeArrayFieldStart("metrics");
        for (TaskMetrics metrics : manifest.metrics()) {
            json.writeStartObject();
            TaskMetricsCodec.writeFields(json, metrics);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("libraries");
        writeStrings(json, manifest.libraries());
        json.writeEndObject();
        if (!manifest.layout().isEmpty()) {
            json.writeObjectFieldStart("layout");
            writeStrings(json, manifest.layout());
            json.writeEndObject();
        }
    }

    private static void writeStrings(JsonGenerator json, Map<String, String> strings) throws IOException {
        for (Map.Entry<String, String> each : strings.entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
    }

    /**
     * Reads what {@link #writeManifest} wrote.
     *
     * @throws InvalidRecordException where the value is not such a record
     */
    public static CheckpointManifest readManifest(byte[] value) throws InvalidRecordException {
        JsonObject json = JsonObject.read(value);
        List<TaskMetrics> metrics = new ArrayList<>();
        for (JsonObject task : json.objects("metrics")) {
            metrics.add(TaskMetricsCodec.read(task));
        }
        return new CheckpointManifest(
                json.model(),
                json.time(),
                json.integer("events"),
                json.integer("examples"),
                json.object("offsets").all(JsonObject::integer),
                json.string("specHash"),
                json.string("weightsChecksum"),
                json.has("steering") ? json.steering() : Steering.NONE,
                json.count("chunks"),
                json.integer("bytes"),
                json.string("chunksChecksum"),
                List.copyOf(metrics),
                json.object("libraries").all(JsonObject::string),
                json.has("layout") ? json.object("layout").all(JsonObject::string) : Map.of());
    }
}

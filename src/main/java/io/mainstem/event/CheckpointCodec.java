package io.mainstem.event;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/** The records on the checkpoints topic: chunks of the state, then the manifest, under keys that start alike. */
public final class CheckpointCodec {

    private CheckpointCodec() {}

    /** What the keys of one checkpoint's records start with, {@code replica/version/}. */
    public static String keyPrefix(int replica, long version) {
        return replica + "/" + version + "/";
    }

    /** Key of the manifest, {@code replica/version/manifest}. */
    public static String manifestKey(ModelVersion model) {
        return keyPrefix(model.replica(), model.version()) + "manifest";
    }

    /** Key of a chunk, such as {@code replica/version/000001} for the second one. */
    public static String chunkKey(ModelVersion model, int index) {
        return keyPrefix(model.replica(), model.version()) + String.format(Locale.ROOT, "%06d", index);
    }

    /** Cuts the state into chunks; at least one, so that an empty state is a checkpoint as well. */
    public static List<CheckpointChunk> split(byte[] state) {
        int count = 1 + Math.max(0, state.length - 1) / CheckpointChunk.MAX_CONTENT;
        List<CheckpointChunk> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = i * CheckpointChunk.MAX_CONTENT;
            // Not from + MAX_CONTENT, which may be beyond an int.
            int to = i == count - 1 ? state.length : from + CheckpointChunk.MAX_CONTENT;
            chunks.add(new CheckpointChunk(i, count, Arrays.copyOfRange(state, from, to)));
        }
        return List.copyOf(chunks);
    }

    /** {@link CheckpointManifest#chunksChecksum()} of a state. */
    public static String checksum(byte[] state) {
        CRC32C crc = new CRC32C();
        crc.update(state);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /**
     * The state that the chunks of a checkpoint hold.
     *
     * @param chunks all of them, in any order
     * @throws InvalidRecordException where they are not those that the manifest describes
     */
    public static byte[] join(CheckpointManifest manifest, List<CheckpointChunk> chunks) throws InvalidRecordException {
        int count = manifest.chunks();
        if (chunks.size() != count) {
            throw damaged(manifest, "expected " + count + " chunks, found " + chunks.size());
        }
        byte[][] contents = new byte[count][];
        long bytes = 0;
        for (CheckpointChunk chunk : chunks) {
            if (chunk.count() != count || contents[chunk.index()] != null) {
                throw damaged(
                        manifest,
                        "expected each of " + count + " chunks once, found chunk " + chunk.index() + " of "
                                + chunk.count() + " too much");
            }
            contents[chunk.index()] = chunk.content();
            bytes += chunk.content().length;
        }
        if (bytes != manifest.bytes()) {
            throw damaged(manifest, "expected " + manifest.bytes() + " bytes, found " + bytes);
        }
        ByteArrayOutputStream state = new ByteArrayOutputStream((int) bytes);
        for (byte[] content : contents) {
            state.writeBytes(content);
        }
        byte[] joined = state.toByteArray();
        if (!checksum(joined).equals(manifest.chunksChecksum())) {
            throw damaged(
                    manifest, "expected the CRC-32C " + manifest.chunksChecksum() + ", found " + checksum(joined));
        }
        return joined;
    }

    private static InvalidRecordException damaged(CheckpointManifest manifest, String what) {
        String key = keyPrefix(manifest.model().replica(), manifest.model().version());
        return new InvalidRecordException(Reason.DAMAGED, "checkpoint " + key + ": " + what);
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
        for (Map.Entry<String, String> library : manifest.libraries().entrySet()) {
            json.writeStringField(library.getKey(), library.getValue());
        }
        json.writeEndObject();
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
                json.count("chunks"),
                json.integer("bytes"),
                json.string("chunksChecksum"),
                List.copyOf(metrics),
                json.object("libraries").all(JsonObject::string));
    }
}

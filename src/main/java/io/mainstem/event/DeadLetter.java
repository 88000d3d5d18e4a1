package io.mainstem.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be used, and why; what the dead-letters topic gets of it.
 *
 * @param topic where the record came from, as {@code partition} and {@code offset}
 * @param key the record's own, whole; not to be changed
 * @param value the record's own, whole; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, written once
public record DeadLetter(
        Reason reason,
        String message,
        String topic,
        int partition,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value) {

    /** What of a key and of a value is kept, in bytes: a dead letter passes every limit that the record itself may not. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final byte[] NOTHING = {};

    /** The key, cut at {@link #MAX_BYTES}. */
    public byte @Nullable [] cutKey() {
        return cut(key);
    }

    /** The value, cut at {@link #MAX_BYTES}; its size and hash before that are among the headers. */
    public byte @Nullable [] cutValue() {
        return cut(value);
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes) {
        return bytes == null || bytes.length <= MAX_BYTES ? bytes : Arrays.copyOf(bytes, MAX_BYTES);
    }

    /** The headers in their order, all of them text in UTF-8. */
    public Map<String, byte[]> headers() {
        byte[] whole = value == null ? NOTHING : value;
        Map<String, byte[]> headers = new LinkedHashMap<>();
        put(headers, "reason", reason.code());
        put(headers, "message", message);
        put(headers, "topic", topic);
        put(headers, "partition", Integer.toString(partition));
        put(headers, "offset", Long.toString(offset));
        put(headers, "size", Integer.toString(whole.length));
        put(headers, "sha256", HexFormat.of().formatHex(sha256(whole)));
        return headers;
    }

    private static void put(Map<String, byte[]> headers, String name, String text) {
        headers.put("mainstem." + name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

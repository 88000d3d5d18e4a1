package io.mainstem.learn;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** What a saved state consists of, in its order; it stands in the state's first block. */
@SuppressWarnings("EnumOrdinal") // kinds are saved by their position
record StateDirectory(List<Entry> entries) {

    /**
     * One component.
     *
     * @param name of the task, else empty
     * @param layout a hash; where it differs, the bytes mean something else
     * @param labelWidth numbers of a label of the task, else 0
     */
    record Entry(StateComponent.Kind kind, String name, long layout, long bytes, int labelWidth) {}

    StateDirectory {
        entries = List.copyOf(entries);
    }

    byte[] bytes() {
        int length = Integer.BYTES;
        for (Entry entry : entries) {
            length += 1 + 2 + name(entry).length + 2 * Long.BYTES + Integer.BYTES;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putInt(entries.size());
        for (Entry entry : entries) {
            byte[] name = name(entry);
            out.put((byte) entry.kind.ordinal()).putShort((short) name.length).put(name);
            out.putLong(entry.layout).putLong(entry.bytes).putInt(entry.labelWidth);
        }
        return out.array();
    }

    private static byte[] name(Entry entry) {
        return entry.name.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What {@link #bytes} wrote.
     *
     * @throws InvalidStateException if it is no such thing
     */
    static StateDirectory read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        StateComponent.Kind[] kinds = StateComponent.Kind.values();
        try {
            int n = in.getInt();
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                StateComponent.Kind kind = kinds[in.get()];
                byte[] name = new byte[in.getShort()];
                in.get(name);
                entries.add(new Entry(
                        kind, new String(name, StandardCharsets.UTF_8), in.getLong(), in.getLong(), in.getInt()));
            }
            return new StateDirectory(entries);
        } catch (BufferUnderflowException | ArrayIndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new InvalidStateException("the directory of the state is damaged: " + e);
        }
    }

    /** The first eight bytes of the text's SHA-256. */
    static long hash(String text) {
        return ByteBuffer.wrap(sha256(text.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    /** Tells directories apart. */
    long hash() {
        return ByteBuffer.wrap(sha256(bytes())).getLong();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

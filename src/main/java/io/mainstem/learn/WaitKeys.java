package io.mainstem.learn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keys of a {@link WaitStore}: a byte for the kind, then the id of an event; or, for an entry of the index of what is due,
 * the time at which it is due and then the id, so that the order of the keys is that of the times.
 */
final class WaitKeys {

    private static final byte ID = 'i';
    private static final byte DUE = 'd';

    private WaitKeys() {}

    static byte[] ofId(String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(ID).put(text).array();
    }

    static byte[] due(long time, String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Long.BYTES + text.length)
                .put(DUE)
                .putLong(time ^ Long.MIN_VALUE)
                .put(text)
                .array();
    }

    /** The first that an entry due at that time may have. */
    static byte[] dueFrom(long time) {
        return due(time, "");
    }

    static boolean isDue(byte[] key) {
        return key[0] == DUE;
    }

    static long time(byte[] due) {
        return ByteBuffer.wrap(due).getLong(1) ^ Long.MIN_VALUE;
    }

    static String id(byte[] due) {
        int start = 1 + Long.BYTES;
        return new String(due, start, due.length - start, StandardCharsets.UTF_8);
    }
}

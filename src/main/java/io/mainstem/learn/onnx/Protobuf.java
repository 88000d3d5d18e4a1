package io.mainstem.learn.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in the wire format of Protocol Buffers, as far as ONNX needs it: varints, floats, and what has a length. Long
 * contents are kept by reference, so a large model is not copied once for each message around it.
 */
final class Protobuf {

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;
    private static final int LONG = 4096;

    private final List<byte[]> pieces = new ArrayList<>();
    /** What comes after the pieces. */
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();

    private long closedBytes;

    Protobuf integer(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    Protobuf number(int field, float value) {
        tag(field, FIXED_32);
        int bits = Float.floatToIntBits(value);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            open.write(bits >>> shift);
        }
        return this;
    }

    Protobuf text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The array must not change any more. */
    Protobuf bytes(int field, byte[] value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.length);
        append(value);
        return this;
    }

    /** The other must not change any more. */
    Protobuf message(int field, Protobuf value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.size());
        value.pieces.forEach(this::append);
        append(value.open.toByteArray());
        return this;
    }

    /** Bytes. */
    long size() {
        return closedBytes + open.size();
    }

    void writeTo(OutputStream out) throws IOException {
        for (byte[] piece : pieces) {
            out.write(piece);
        }
        open.writeTo(out);
    }

    private void append(byte[] value) {
        if (value.length < LONG) {
            open.writeBytes(value);
            return;
        }
        byte[] before = open.toByteArray();
        open.reset();
        pieces.add(before);
        pieces.add(value);
        closedBytes += before.length + (long) value.length;
    }

    private void tag(int field, int type) {
        varint(((long) field << 3) | type);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            open.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        open.write((int) rest);
    }
}

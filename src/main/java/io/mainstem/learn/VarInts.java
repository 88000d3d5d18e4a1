package io.mainstem.learn;

import java.nio.ByteBuffer;

/** Numbers in as few bytes as they need, seven bits each; small ones, and differences, take one or two. */
final class VarInts {

    static final int MAX_BYTES = 10;

    private VarInts() {}

    static void put(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    static long get(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new InvalidStateException("a number of what waits for labels is damaged");
    }

    static int getInt(ByteBuffer in) {
        long value = get(in);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new InvalidStateException("a count in what waits for labels is damaged: " + value);
        }
        return (int) value;
    }
}

package io.mainstem.network;

import java.nio.ByteBuffer;
import java.util.List;

/** Counts that lie in many places, end to end; each is two words, the lower one first. */
final class CountState implements StateArray {

    private static final int WORDS = Long.BYTES / Integer.BYTES;

    private final String name;
    private final long[][] parts;
    private final int[] starts;

    CountState(String name, List<long[]> parts) {
        this.name = name;
        this.parts = parts.toArray(long[][]::new);
        starts = new int[this.parts.length + 1];
        for (int p = 0; p < this.parts.length; p++) {
            starts[p + 1] = starts[p] + this.parts[p].length;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int bytes() {
        return starts[parts.length] * Long.BYTES;
    }

    @Override
    public void write(int offset, int length, ByteBuffer out) {
        int end = (offset + length) / Integer.BYTES;
        int part = 0;
        for (int word = offset / Integer.BYTES; word < end; word++) {
            part = partOf(word / WORDS, part);
            out.putInt((int) (parts[part][word / WORDS - starts[part]] >>> shift(word)));
        }
    }

    @Override
    public void read(int offset, int length, ByteBuffer in) {
        int end = (offset + length) / Integer.BYTES;
        int part = 0;
        for (int word = offset / Integer.BYTES; word < end; word++) {
            part = partOf(word / WORDS, part);
            int i = word / WORDS - starts[part];
            long kept = parts[part][i] & ~(0xffffffffL << shift(word));
            parts[part][i] = kept | (in.getInt() & 0xffffffffL) << shift(word);
        }
    }

    private static int shift(int word) {
        return word % WORDS * Integer.SIZE;
    }

    private int partOf(int index, int atLeast) {
        int part = atLeast;
        while (starts[part + 1] <= index) {
            part++;
        }
        return part;
    }
}

package io.mainstem.network;

import java.nio.ByteBuffer;

/** Doubles of one array; each is two words, the lower one first. */
final class DoubleState implements StateArray {

    private static final int WORDS = Double.BYTES / Integer.BYTES;

    private final String name;
    private final double[] values;
    private final int columns;

    DoubleState(String name, double[] values) {
        this(name, values, 1);
    }

    /** Of a row-major matrix. */
    DoubleState(String name, double[] values, int columns) {
        this.name = name;
        this.values = values;
        this.columns = columns;
    }

    /** 1 where it is no matrix. */
    int columns() {
        return columns;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int bytes() {
        return values.length * Double.BYTES;
    }

    @Override
    public void write(int offset, int length, ByteBuffer out) {
        int end = (offset + length) / Integer.BYTES;
        for (int word = offset / Integer.BYTES; word < end; word++) {
            out.putInt((int) (Double.doubleToRawLongBits(values[word / WORDS]) >>> shift(word)));
        }
    }

    @Override
    public void read(int offset, int length, ByteBuffer in) {
        int end = (offset + length) / Integer.BYTES;
        for (int word = offset / Integer.BYTES; word < end; word++) {
            long kept = Double.doubleToRawLongBits(values[word / WORDS]) & ~(0xffffffffL << shift(word));
            values[word / WORDS] = Double.longBitsToDouble(kept | (in.getInt() & 0xffffffffL) << shift(word));
        }
    }

    private static int shift(int word) {
        return word % WORDS * Integer.SIZE;
    }
}

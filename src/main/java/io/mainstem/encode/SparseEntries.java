package io.mainstem.encode;

import java.util.Arrays;

/** Columns and their values under construction: in any order and with repeats, until {@link #merge}. Grows and is re-used. */
final class SparseEntries {

    /** Column in the high half, the value's bits in the low one, so that one sort of longs brings equal columns together. */
    private long[] order = new long[64];

    private int[] columns = new int[64];
    private float[] values = new float[64];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    void add(int column, float value) {
        if (size == columns.length) {
            columns = Arrays.copyOf(columns, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        columns[size] = column;
        values[size] = value;
        size++;
    }

    float value(int entry) {
        return values[entry];
    }

    void setValue(int entry, float value) {
        values[entry] = value;
    }

    /** Sorts the entries from {@code start} on by column and adds up those of the same column. */
    void merge(int start) {
        int n = size - start;
        if (n < 2) {
            return;
        }
        if (order.length < n) {
            order = new long[Math.max(n, 2 * order.length)];
        }
        for (int i = 0; i < n; i++) {
            order[i] = ((long) columns[start + i] << 32) | (Float.floatToRawIntBits(values[start + i]) & 0xffffffffL);
        }
        Arrays.sort(order, 0, n);
        int end = start - 1;
        for (int i = 0; i < n; i++) {
            int column = (int) (order[i] >>> 32);
            float value = Float.intBitsToFloat((int) order[i]);
            if (end >= start && columns[end] == column) {
                values[end] += value;
            } else {
                end++;
                columns[end] = column;
                values[end] = value;
            }
        }
        size = end + 1;
    }

    /** Drops entries of value 0, which would only pretend that their column is in use. */
    void dropZeros() {
        int kept = 0;
        for (int e = 0; e < size; e++) {
            if (values[e] != 0) {
                columns[kept] = columns[e];
                values[kept] = values[e];
                kept++;
            }
        }
        size = kept;
    }

    int[] toColumns() {
        return Arrays.copyOf(columns, size);
    }

    float[] toValues() {
        return Arrays.copyOf(values, size);
    }
}

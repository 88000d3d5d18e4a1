package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/** The last predictions and their labels, oldest first, in one array of bytes that is also their saved form. */
final class SlidingWindow implements Saved {

    /** How a number of a label is kept: 0, 1 and the index of one of few classes take a byte. */
    enum LabelCode {
        BYTE(Byte.BYTES),
        INT(Integer.BYTES),
        DOUBLE(Double.BYTES);

        private final int bytes;

        LabelCode(int bytes) {
            this.bytes = bytes;
        }
    }

    private final int capacity;
    private final int outputWidth;
    private final int labelWidth;
    private final LabelCode code;
    private final int rowBytes;
    private final ByteBuffer rows;
    private long added;

    /**
     * An empty window.
     *
     * @throws IllegalArgumentException where it would hold no row, or take 1 GB and more
     */
    SlidingWindow(int capacity, int outputWidth, int labelWidth, LabelCode code) {
        this.capacity = capacity;
        this.outputWidth = outputWidth;
        this.labelWidth = labelWidth;
        this.code = code;
        rowBytes = outputWidth * Double.BYTES + labelWidth * code.bytes;
        int most = (1 << 30) / rowBytes;
        if (capacity < 1 || capacity > most) {
            throw new IllegalArgumentException(
                    "the metrics' window is " + capacity + " rows; expected 1 to " + most + " for this task");
        }
        rows = ByteBuffer.allocate(capacity * rowBytes);
    }

    /** Rows added so far, those that left included. */
    long added() {
        return added;
    }

    int size() {
        return (int) Math.min(added, capacity);
    }

    boolean isFull() {
        return added >= capacity;
    }

    /** Adds a row in place of the oldest where it is full. */
    void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        int at = (int) (added % capacity) * rowBytes;
        for (int i = 0; i < outputWidth; i++, at += Double.BYTES) {
            rows.putDouble(at, outputs[outputOffset + i]);
        }
        for (int i = 0; i < labelWidth; i++, at += code.bytes) {
            double label = labels[labelOffset + i];
            switch (code) {
                case BYTE -> rows.put(at, (byte) label);
                case INT -> rows.putInt(at, (int) label);
                case DOUBLE -> rows.putDouble(at, label);
            }
        }
        added++;
    }

    /** Reads the outputs of row {@code row}, 0 being the oldest. */
    void outputs(int row, double[] into) {
        int at = start(row);
        for (int i = 0; i < outputWidth; i++) {
            into[i] = rows.getDouble(at + i * Double.BYTES);
        }
    }

    /** Reads the label of row {@code row}, 0 being the oldest. */
    void labels(int row, double[] into) {
        int at = start(row) + outputWidth * Double.BYTES;
        for (int i = 0; i < labelWidth; i++, at += code.bytes) {
            into[i] = switch (code) {
                case BYTE -> rows.get(at);
                case INT -> rows.getInt(at);
                case DOUBLE -> rows.getDouble(at);
            };
        }
    }

    private int start(int row) {
        return (int) ((added - size() + row) % capacity) * rowBytes;
    }

    @Override
    public int stateBytes() {
        return Long.BYTES + rows.capacity();
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(added).put(rows.array());
    }

    @Override
    public void read(ByteBuffer in) {
        added = in.getLong();
        in.get(rows.array());
    }
}

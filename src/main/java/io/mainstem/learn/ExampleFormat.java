package io.mainstem.learn;

import io.mainstem.encode.Row;
import io.mainstem.event.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A waiting example as bytes: the hash of the layout of the learner's state ({@link StateDirectory#hash()}), the number of
 * the mini-batch it waits for, its parts, and a CRC-32C over all of it. The
 * widths are those of the learner that wrote it, and not repeated.
 */
final class ExampleFormat {

    private ExampleFormat() {}

    static byte[] write(Example example, long batch, long layout) {
        byte[] id = example.id().getBytes(StandardCharsets.UTF_8);
        Labels labels = example.labels();
        Row row = example.row();
        int bytes = 4 * Long.BYTES
                + 1
                + Integer.BYTES
                + id.length
                + labels.present().length
                + labels.values().length * Double.BYTES
                + row.dense().length * Float.BYTES
                + Integer.BYTES
                + row.columns().length * (Integer.BYTES + Float.BYTES)
                + Integer.BYTES;
        ByteBuffer out = ByteBuffer.allocate(bytes);
        out.putLong(layout)
                .putLong(batch)
                .putLong(example.time())
                .putLong(example.offset())
                .put((byte) (example.predicted() ? 1 : 0))
                .putInt(id.length)
                .put(id);
        for (boolean present : labels.present()) {
            out.put((byte) (present ? 1 : 0));
        }
        for (double value : labels.values()) {
            out.putDouble(value);
        }
        for (float value : row.dense()) {
            out.putFloat(value);
        }
        out.putInt(row.columns().length);
        for (int i = 0; i < row.columns().length; i++) {
            out.putInt(row.columns()[i]).putFloat(row.values()[i]);
        }
        out.putInt(checksum(out.array(), bytes - Integer.BYTES));
        return out.array();
    }

    /** Reads what {@link #write} wrote for the same mini-batch of a learner with the same layout of its state. */
    static Example read(byte[] record, long batch, long layout, int labelWidth, int tasks, int denseWidth) {
        ByteBuffer in = ByteBuffer.wrap(record);
        if (record.length < Integer.BYTES
                || in.getInt(record.length - Integer.BYTES) != checksum(record, record.length - Integer.BYTES)) {
            throw new InvalidStateException("a waiting example is damaged (checksum)");
        }
        if (in.getLong() != layout) {
            throw new InvalidStateException("a waiting example is of another learner file than the state");
        }
        long found = in.getLong();
        if (found != batch) {
            throw new InvalidStateException(
                    "a waiting example belongs to mini-batch " + found + ", expected one of " + batch);
        }
        long time = in.getLong();
        long offset = in.getLong();
        boolean predicted = in.get() != 0;
        byte[] id = new byte[in.getInt()];
        in.get(id);
        boolean[] present = new boolean[tasks];
        for (int t = 0; t < tasks; t++) {
            present[t] = in.get() != 0;
        }
        double[] labels = new double[labelWidth];
        for (int i = 0; i < labelWidth; i++) {
            labels[i] = in.getDouble();
        }
        float[] dense = new float[denseWidth];
        for (int i = 0; i < denseWidth; i++) {
            dense[i] = in.getFloat();
        }
        int n = in.getInt();
        int[] columns = new int[n];
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            columns[i] = in.getInt();
            values[i] = in.getFloat();
        }
        return new Example(
                new String(id, StandardCharsets.UTF_8),
                time,
                offset,
                predicted,
                new Labels(labels, present),
                new Row(dense, columns, values));
    }

    private static int checksum(byte[] record, int length) {
        CRC32C crc = new CRC32C();
        crc.update(record, 0, length);
        return (int) crc.getValue();
    }
}

package io.mainstem.learn;

import io.mainstem.encode.Row;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.Labels;
import io.mainstem.spec.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32C;

/**
 * A waiting example as bytes: the hash of the layout of the learner's state ({@link StateDirectory#hash()}), the number of
 * the mini-batch it waits for, its parts, and a CRC-32C over all of it. The
 * widths are those of the learner that wrote it, and not repeated but for those of the outputs and regions.
 */
@SuppressWarnings("EnumOrdinal") // a saved state names sources by their position; new ones go to the end
final class ExampleFormat {

    private static final int PREDICTED = 1;
    private static final int CLUSTERED = 2;
    private static final int OUTPUTS = 4;
    private static final int REGIONS = 8;

    private static final Source[] SOURCES = Source.values();

    private ExampleFormat() {}

    static byte[] write(Example example, long batch, long layout, LabelLayout labelLayout) {
        byte[] id = example.id().getBytes(StandardCharsets.UTF_8);
        Labels labels = example.labels();
        Row row = example.row();
        double[] outputs = example.outputs();
        double[] regions = example.regions();
        int bytes = 5 * Long.BYTES
                + 2
                + Integer.BYTES
                + id.length
                + labels.present().length
                + labels.values().length * Double.BYTES
                + (outputs == null ? 0 : bytes(labels, labelLayout::outputOffset))
                + (regions == null ? 0 : bytes(labels, labelLayout::regionOffset))
                + row.dense().length * Float.BYTES
                + Integer.BYTES
                + row.columns().length * (Integer.BYTES + Float.BYTES)
                + Integer.BYTES;
        ByteBuffer out = ByteBuffer.allocate(bytes);
        out.putLong(layout)
                .putLong(batch)
                .putLong(example.time())
                .putLong(example.offset())
                .putLong(example.age())
                .put((byte) example.source().ordinal())
                .put((byte) ((example.predicted() ? PREDICTED : 0)
                        | (example.clustered() ? CLUSTERED : 0)
                        | (outputs == null ? 0 : OUTPUTS)
                        | (regions == null ? 0 : REGIONS)))
                .putInt(id.length)
                .put(id);
        for (boolean present : labels.present()) {
            out.put((byte) (present ? 1 : 0));
        }
        for (double value : labels.values()) {
            out.putDouble(value);
        }
        if (outputs != null) {
            write(outputs, labels, labelLayout::outputOffset, out);
        }
        if (regions != null) {
            write(regions, labels, labelLayout::regionOffset, out);
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

    private static int bytes(Labels labels, IntUnaryOperator offset) {
        int bytes = 0;
        for (int t = 0; t < labels.present().length; t++) {
            if (labels.present()[t]) {
                bytes += Integer.BYTES + (offset.applyAsInt(t + 1) - offset.applyAsInt(t)) * Double.BYTES;
            }
        }
        return bytes;
    }

    private static void write(double[] numbers, Labels labels, IntUnaryOperator offset, ByteBuffer out) {
        for (int t = 0; t < labels.present().length; t++) {
            if (labels.present()[t]) {
                out.putInt(offset.applyAsInt(t + 1) - offset.applyAsInt(t));
                for (int i = offset.applyAsInt(t); i < offset.applyAsInt(t + 1); i++) {
                    out.putDouble(numbers[i]);
                }
            }
        }
    }

    /**
     * Reads what {@link #write} wrote for the same mini-batch of a learner with the same layout of its state.
     *
     * @param saved from that learner's tasks to those of the one that reads
     */
    static Example read(byte[] record, long batch, long layout, SavedLabels saved, int denseWidth) {
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
        long age = in.getLong();
        Source source = SOURCES[in.get()];
        int flags = in.get();
        byte[] id = new byte[in.getInt()];
        in.get(id);
        Labels labels = labels(in, saved);
        double[] outputs = (flags & OUTPUTS) == 0 ? null : saved.ownOutputs(numbers(in, labels));
        double[] regions = (flags & REGIONS) == 0 ? null : saved.ownRegions(numbers(in, labels));
        return new Example(
                new String(id, StandardCharsets.UTF_8),
                source,
                offset,
                time,
                age,
                (flags & PREDICTED) != 0,
                (flags & CLUSTERED) != 0,
                saved.own(labels),
                row(in, denseWidth),
                outputs,
                regions);
    }

    private static Labels labels(ByteBuffer in, SavedLabels saved) {
        boolean[] present = new boolean[saved.tasks()];
        for (int t = 0; t < present.length; t++) {
            present[t] = in.get() != 0;
        }
        double[] values = new double[saved.width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getDouble();
        }
        return new Labels(values, present);
    }

    /** {@code [saved tasks][outputs or regions]}, none for those without a label. */
    private static double[][] numbers(ByteBuffer in, Labels labels) {
        double[][] numbers = new double[labels.present().length][0];
        for (int t = 0; t < numbers.length; t++) {
            if (labels.present()[t]) {
                numbers[t] = new double[in.getInt()];
                for (int i = 0; i < numbers[t].length; i++) {
                    numbers[t][i] = in.getDouble();
                }
            }
        }
        return numbers;
    }

    private static Row row(ByteBuffer in, int denseWidth) {
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
        return new Row(dense, columns, values);
    }

    private static int checksum(byte[] record, int length) {
        CRC32C crc = new CRC32C();
        crc.update(record, 0, length);
        return (int) crc.getValue();
    }
}

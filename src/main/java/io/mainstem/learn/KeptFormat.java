package io.mainstem.learn;

import io.mainstem.encode.Row;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.Labels;
import io.mainstem.learn.Kept.Early;
import io.mainstem.learn.Kept.EarlyLabels;
import io.mainstem.learn.Kept.Known;
import io.mainstem.learn.Kept.Pending;
import io.mainstem.spec.Source;
import io.mainstem.spec.TaskSpec;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * {@link Kept} as bytes, few of them: there may be millions. Outputs and regions are written as one array, whose length
 * says whether there are regions. A task is written as the CRC-32 of its name, so that the
 * learner file may declare other tasks meanwhile: what was kept for one that is gone, or is another one by the same name, is
 * passed over.
 */
@SuppressWarnings("EnumOrdinal") // a saved state names sources by their position; new ones go to the end
final class KeptFormat {

    private static final byte KNOWN = 1;
    private static final byte EARLY = 2;
    private static final int OPEN = 1;

    private static final Source[] SOURCES = Source.values();

    private final LabelLayout layout;
    private final int denseWidth;
    private final int[] keys;
    private final Map<Integer, Integer> taskOfKey = new HashMap<>();

    KeptFormat(List<TaskSpec> tasks, LabelLayout layout, int denseWidth) {
        this.layout = layout;
        this.denseWidth = denseWidth;
        keys = new int[tasks.size()];
        for (int t = 0; t < keys.length; t++) {
            CRC32 crc = new CRC32();
            crc.update(tasks.get(t).name().getBytes(StandardCharsets.UTF_8));
            keys[t] = (int) crc.getValue();
            Integer same = taskOfKey.put(keys[t], t);
            if (same != null) {
                throw new IllegalArgumentException(
                        "the names of the tasks " + tasks.get(same).name() + " and "
                                + tasks.get(t).name() + " have the same CRC-32: give one of them another name");
            }
        }
    }

    byte[] write(Kept kept) {
        ByteBuffer out = ByteBuffer.allocate(bound(kept));
        if (kept instanceof Known known) {
            out.put(KNOWN).putLong(known.due()).putLong(known.time());
            VarInts.put(out, known.arrival() - known.time());
            VarInts.put(out, known.offset());
            VarInts.put(out, known.end() == Known.OPEN ? 0 : known.end() - known.time() + 1);
            VarInts.put(out, known.tasks().size());
            known.tasks().forEach(task -> write(task, out));
            write(known.row(), out);
        } else if (kept instanceof Early early) {
            out.put(EARLY).putLong(early.due());
            VarInts.put(out, early.records().size());
            early.records().forEach(record -> write(record, out));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private int bound(Kept kept) {
        if (kept instanceof Known known) {
            Row row = known.row();
            int rowBytes = row == null ? 0 : row.dense().length * 4 + row.columns().length * (VarInts.MAX_BYTES + 4);
            int perTask = 4 + 2 * VarInts.MAX_BYTES;
            return 6 * VarInts.MAX_BYTES
                    + 32
                    + keys.length * perTask
                    + (layout.outputWidth() + layout.regionWidth()) * 8
                    + rowBytes;
        }
        int perRecord = 3 * VarInts.MAX_BYTES + 16 + keys.length * (4 + VarInts.MAX_BYTES) + layout.labelWidth() * 8;
        return 32 + ((Early) kept).records().size() * perRecord;
    }

    private void write(Pending pending, ByteBuffer out) {
        out.putInt(keys[pending.task()]);
        int width = pending.outputs().length + pending.regions().length;
        VarInts.put(out, 2L * width + (pending.isOpen() ? OPEN : 0));
        for (double output : pending.outputs()) {
            out.putDouble(output);
        }
        for (double region : pending.regions()) {
            out.putDouble(region);
        }
    }

    private static void write(@Nullable Row row, ByteBuffer out) {
        if (row == null) {
            return;
        }
        for (float value : row.dense()) {
            out.putFloat(value);
        }
        VarInts.put(out, row.columns().length);
        int last = 0;
        for (int i = 0; i < row.columns().length; i++) {
            VarInts.put(out, row.columns()[i] - last);
            last = row.columns()[i];
            out.putFloat(row.values()[i]);
        }
    }

    private void write(EarlyLabels record, ByteBuffer out) {
        out.put((byte) record.source().ordinal());
        VarInts.put(out, record.offset());
        out.putLong(record.time()).putLong(record.since());
        boolean[] present = record.labels().present();
        int count = 0;
        for (boolean each : present) {
            count += each ? 1 : 0;
        }
        VarInts.put(out, count);
        for (int t = 0; t < present.length; t++) {
            if (present[t]) {
                out.putInt(keys[t]);
                VarInts.put(out, labelWidth(t));
                for (int s = layout.labelOffset(t); s < layout.labelOffset(t + 1); s++) {
                    out.putDouble(record.labels().values()[s]);
                }
            }
        }
    }

    /**
     * Reads what {@link #write} wrote, of a learner with the same features.
     *
     * @throws InvalidStateException if it is damaged
     */
    Kept read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte tag = in.get();
            if (tag == KNOWN) {
                return known(in);
            }
            if (tag == EARLY) {
                return early(in);
            }
            throw new InvalidStateException("what waits for labels is damaged, or of another version of Mainstem");
        } catch (BufferUnderflowException | ArrayIndexOutOfBoundsException e) {
            throw new InvalidStateException("what waits for labels is damaged: " + e);
        }
    }

    private Known known(ByteBuffer in) {
        long due = in.getLong();
        long time = in.getLong();
        long arrival = VarInts.get(in) + time;
        long offset = VarInts.get(in);
        long end = VarInts.get(in);
        List<Pending> tasks = new ArrayList<>();
        for (int left = VarInts.getInt(in); left > 0; left--) {
            Integer task = taskOfKey.get(in.getInt());
            long widthAndState = VarInts.get(in);
            double[] said = doubles(in, (int) (widthAndState >> 1));
            int outputs = task == null ? 0 : Math.min(said.length, outputWidth(task));
            int regions = said.length - outputs;
            if (task != null
                    && (outputs == 0 || outputs == outputWidth(task))
                    && (regions == 0 || regions == regionWidth(task))) {
                tasks.add(new Pending(
                        task,
                        (widthAndState & OPEN) != 0,
                        Arrays.copyOf(said, outputs),
                        Arrays.copyOfRange(said, outputs, said.length)));
            }
        }
        Row row = in.hasRemaining() ? row(in) : null;
        return new Known(due, time, arrival, offset, end == 0 ? Known.OPEN : end - 1 + time, tasks, row);
    }

    private Row row(ByteBuffer in) {
        float[] dense = new float[denseWidth];
        for (int c = 0; c < denseWidth; c++) {
            dense[c] = in.getFloat();
        }
        int n = limited(VarInts.getInt(in), in, 1 + Float.BYTES);
        int[] columns = new int[n];
        float[] values = new float[n];
        int last = 0;
        for (int i = 0; i < n; i++) {
            last += VarInts.getInt(in);
            columns[i] = last;
            values[i] = in.getFloat();
        }
        return new Row(dense, columns, values);
    }

    private Early early(ByteBuffer in) {
        long due = in.getLong();
        List<EarlyLabels> records = new ArrayList<>();
        for (int left = VarInts.getInt(in); left > 0; left--) {
            Source source = SOURCES[in.get()];
            long offset = VarInts.get(in);
            long time = in.getLong();
            long since = in.getLong();
            Labels labels = Labels.none(layout);
            for (int more = VarInts.getInt(in); more > 0; more--) {
                Integer task = taskOfKey.get(in.getInt());
                double[] values = doubles(in, VarInts.getInt(in));
                if (task != null && values.length == labelWidth(task)) {
                    labels.present()[task] = true;
                    System.arraycopy(values, 0, labels.values(), layout.labelOffset(task), values.length);
                }
            }
            records.add(new EarlyLabels(source, offset, time, since, labels));
        }
        return new Early(due, records);
    }

    private int outputWidth(int task) {
        return layout.outputOffset(task + 1) - layout.outputOffset(task);
    }

    private int regionWidth(int task) {
        return layout.regionOffset(task + 1) - layout.regionOffset(task);
    }

    private int labelWidth(int task) {
        return layout.labelOffset(task + 1) - layout.labelOffset(task);
    }

    private static double[] doubles(ByteBuffer in, int count) {
        double[] values = new double[limited(count, in, Double.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getDouble();
        }
        return values;
    }

    /** A damaged count must not ask for more memory than there are bytes. */
    private static int limited(int count, ByteBuffer in, int bytes) {
        if (count < 0 || count > in.remaining() / bytes) {
            throw new InvalidStateException("what waits for labels is damaged: " + count + " numbers");
        }
        return count;
    }
}

package io.mainstem.network;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Floats that lie in many places, end to end. */
final class FloatState implements StateArray {

    private final String name;
    private final FloatBuffer[] parts;
    /** {@code [parts + 1]} the index of each part's first float, and of the end. */
    private final int[] starts;

    FloatState(String name, List<FloatBuffer> parts) {
        this.name = name;
        this.parts = parts.toArray(FloatBuffer[]::new);
        starts = new int[this.parts.length + 1];
        for (int p = 0; p < this.parts.length; p++) {
            starts[p + 1] = Math.addExact(starts[p], this.parts[p].capacity());
        }
        Math.multiplyExact(starts[this.parts.length], Float.BYTES);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int bytes() {
        return starts[parts.length] * Float.BYTES;
    }

    @Override
    public void write(int offset, int length, ByteBuffer out) {
        FloatBuffer floats = out.asFloatBuffer();
        int end = (offset + length) / Float.BYTES;
        for (int at = offset / Float.BYTES; at < end; ) {
            int part = partOf(at);
            int n = Math.min(end, starts[part + 1]) - at;
            floats.put(floats.position(), parts[part], at - starts[part], n);
            floats.position(floats.position() + n);
            at += n;
        }
        out.position(out.position() + length);
    }

    @Override
    public void read(int offset, int length, ByteBuffer in) {
        FloatBuffer floats = in.asFloatBuffer();
        int end = (offset + length) / Float.BYTES;
        for (int at = offset / Float.BYTES; at < end; ) {
            int part = partOf(at);
            int n = Math.min(end, starts[part + 1]) - at;
            parts[part].put(at - starts[part], floats, floats.position(), n);
            floats.position(floats.position() + n);
            at += n;
        }
        in.position(in.position() + length);
    }

    private int partOf(int index) {
        int found = Arrays.binarySearch(starts, index);
        int part = found >= 0 ? found : -found - 2;
        // Of parts without a float, which start where the next one does, the search may find any.
        while (starts[part + 1] <= index) {
            part++;
        }
        return part;
    }
}

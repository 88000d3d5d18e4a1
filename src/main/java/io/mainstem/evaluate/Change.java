package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/** The last change of a mean that a detector told of. */
final class Change implements Saved {

    private double before = Double.NaN;
    private double after = Double.NaN;
    private double size = Double.NaN;

    void set(double before, double after, double deviation) {
        this.before = before;
        this.after = after;
        size = (after - before) / deviation;
    }

    double before() {
        return before;
    }

    double after() {
        return after;
    }

    double size() {
        return size;
    }

    @Override
    public int stateBytes() {
        return 3 * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        out.putDouble(before).putDouble(after).putDouble(size);
    }

    @Override
    public void read(ByteBuffer in) {
        before = in.getDouble();
        after = in.getDouble();
        size = in.getDouble();
    }
}

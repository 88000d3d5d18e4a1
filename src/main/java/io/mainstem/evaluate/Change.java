package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/** The last change of a mean that a detector told of. */
final class Change implements Saved {

    /** For how many standard deviations a single number counts at most. */
    static final double MOST_DEVIATIONS = 8;

    private double before = Double.NaN;
    private double after = Double.NaN;
    private double size = Double.NaN;

    /** What is known of it now; where all numbers before were the same, its size is {@value #MOST_DEVIATIONS}. */
    void set(double before, double after, double deviation) {
        double moved = after - before;
        this.before = before;
        this.after = after;
        size = deviation > 0
                ? Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, moved / deviation))
                : Math.copySign(MOST_DEVIATIONS, moved);
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

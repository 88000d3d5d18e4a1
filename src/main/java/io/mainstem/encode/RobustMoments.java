package io.mainstem.encode;

import java.nio.ByteBuffer;

/**
 * {@link RunningMoments} that a wild value cannot spoil. A value more than {@value #LIMIT} standard deviations from the
 * mean counts as if it lay at that distance (winsorising; Tukey 1962, "The Future of Data Analysis"): a single 1e12 taken
 * as it is would be all that mean and deviation tell for the rest of the stream.
 *
 * <p>Values that keep coming from afar belong to the stream, though: of {@value #ENOUGH} among {@value #WINDOW}, their
 * moments are added as they are. Up to that share, one in the square of the limit, cut values leave a deviation that
 * settles; beyond it each would widen it further. Where most values come from afar, as in another unit, what was before
 * is forgotten, and theirs are the column's moments.
 *
 * <p>While all values were the same, a deviation is taken to be as large as the value, and at least 1. The first
 * {@value #FEW} count as they are.
 */
public final class RobustMoments {

    /** Standard deviations from the mean beyond which no value counts for more. */
    static final int LIMIT = 10;

    static final int ENOUGH = 10;
    static final int WINDOW = 1000;
    static final int FEW = 10;

    /** What a column takes of a saved state. */
    static final int BYTES = 2 * RunningMoments.BYTES + Long.BYTES;

    private final RunningMoments taken;
    /** Of the values from afar, uncut, in the window that the first of them opened. */
    private final RunningMoments far;

    /** Values in the open window; 0 where none is. */
    private final long[] window;

    public RobustMoments(int columns) {
        taken = new RunningMoments(columns);
        far = new RunningMoments(columns);
        window = new long[columns];
    }

    public void add(int column, double value) {
        double cut = cut(column, value);
        taken.add(column, cut);
        if (cut != value) {
            far.add(column, value);
        }
        if (far.count(column) > 0) {
            window[column]++;
            settle(column);
        }
    }

    private double cut(int column, double value) {
        if (taken.count(column) < FEW) {
            return value;
        }
        double mean = taken.mean(column);
        double deviation = taken.standardDeviation(column);
        double reach = LIMIT * (deviation == 0 ? Math.max(1, Math.abs(mean)) : deviation);
        return Math.max(mean - reach, Math.min(mean + reach, value));
    }

    private void settle(int column) {
        if (far.count(column) == ENOUGH) {
            boolean most = window[column] < 2 * ENOUGH;
            if (most && far.standardDeviation(column) > 0) {
                taken.clear(column);
            }
            taken.add(column, far);
        } else if (window[column] < WINDOW) {
            return;
        }
        far.clear(column);
        window[column] = 0;
    }

    /** Forgets all values of the column. */
    void clear(int column) {
        taken.clear(column);
        far.clear(column);
        window[column] = 0;
    }

    /** Values that the moments are of. */
    public long count(int column) {
        return taken.count(column);
    }

    /** 0 before the first value. */
    public double mean(int column) {
        return taken.mean(column);
    }

    /** Of the population; 0 before the second distinct value. */
    public double standardDeviation(int column) {
        return taken.standardDeviation(column);
    }

    public int stateBytes() {
        return window.length * BYTES;
    }

    public void write(ByteBuffer out) {
        write(0, window.length, out);
    }

    void write(int from, int to, ByteBuffer out) {
        taken.write(from, to, out);
        far.write(from, to, out);
        for (int c = from; c < to; c++) {
            out.putLong(window[c]);
        }
    }

    public void read(ByteBuffer in) {
        read(0, window.length, in);
    }

    void read(int from, int to, ByteBuffer in) {
        taken.read(from, to, in);
        far.read(from, to, in);
        for (int c = from; c < to; c++) {
            window[c] = in.getLong();
        }
    }
}

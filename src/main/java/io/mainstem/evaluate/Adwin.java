package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Adaptive windowing (A. Bifet and R. Gavaldà, Learning from Time-Changing Data with Adaptive Windowing, 2007, ADWIN2): a
 * window that grows while the mean stays and loses its old part as soon as that has another mean than the new one. The
 * window is a histogram of buckets whose lengths double, {@value #BUCKETS} of each, so memory is logarithmic in its length.
 *
 * <p>Parts of n0 and n1 numbers differ if their means are further apart than s (√(2 L / m) + 1.5 L / m), with m = 1 / (1 /
 * n0 + 1 / n1), L = ln(2 ln(n) / δ) and s the window's standard deviation. The paper's second term is 2 L / 3 m, for
 * numbers of the unit interval; this one is Bernstein's for what has exponential tails, as losses have.
 */
public final class Adwin implements DriftDetector {

    private static final int BUCKETS = 5;
    /** Beyond 5 · 2^24 numbers the oldest are dropped. */
    private static final int ROWS = 24;

    private static final double CONFIDENCE = 1e-8;
    /** Cuts are looked for once in so many numbers. */
    private static final int EVERY = 32;

    private static final int SHORTEST = 16;

    private final Direction direction;
    private final Change change = new Change();
    /** {@code [ROWS, BUCKETS + 1]}, of row r each of 2^r numbers, oldest first: their sums, and squares around their means. */
    private final double[] sums = new double[ROWS * (BUCKETS + 1)];

    private final double[] squares = new double[ROWS * (BUCKETS + 1)];
    private final int[] sizes = new int[ROWS];
    private long seen;
    private long width;
    private double total;

    /** Of the cut that was found last. */
    private long widthAfter;

    private double meanBefore;

    private double meanAfter;
    private double deviation;

    public Adwin(Direction direction) {
        this.direction = direction;
    }

    @Override
    public boolean add(double value) {
        if (!Double.isFinite(value)) {
            return false;
        }
        put(0, value, 0);
        width++;
        total += value;
        compress();
        seen++;
        return seen % EVERY == 0 && width >= 2 * SHORTEST && shrink();
    }

    private void put(int row, double sum, double square) {
        int at = row * (BUCKETS + 1) + sizes[row]++;
        sums[at] = sum;
        squares[at] = square;
    }

    /** Joins the two oldest of each row that has one too many. */
    private void compress() {
        for (int row = 0; row < ROWS && sizes[row] > BUCKETS; row++) {
            if (row == ROWS - 1) {
                dropOldest();
                return;
            }
            int at = row * (BUCKETS + 1);
            double length = 1 << row;
            double apart = (sums[at] - sums[at + 1]) / length;
            put(row + 1, sums[at] + sums[at + 1], squares[at] + squares[at + 1] + apart * apart * length / 2);
            remove(row, 2);
        }
    }

    private void remove(int row, int count) {
        int at = row * (BUCKETS + 1);
        sizes[row] -= count;
        System.arraycopy(sums, at + count, sums, at, sizes[row]);
        System.arraycopy(squares, at + count, squares, at, sizes[row]);
    }

    private void dropOldest() {
        int row = ROWS - 1;
        while (sizes[row] == 0) {
            row--;
        }
        width -= 1L << row;
        total -= sums[row * (BUCKETS + 1)];
        remove(row, 1);
    }

    /** Drops the old part as long as it differs; whether a change that is to be told was behind it. */
    private boolean shrink() {
        boolean told = false;
        boolean first = true;
        while (width >= 2 * SHORTEST && findCut()) {
            if (first && (direction == Direction.BOTH || meanAfter > meanBefore)) {
                change.set(meanBefore, meanAfter, deviation);
                told = true;
            }
            first = false;
            // All before the clearest cut, rather than bucket by bucket: what stays of it would be found as a change
            // again.
            while (width > widthAfter) {
                dropOldest();
            }
        }
        return told;
    }

    /** Looks for the cut whose parts differ most. */
    private boolean findCut() {
        double mean = total / (double) width;
        double around = 0;
        for (int row = 0; row < ROWS; row++) {
            double length = 1 << row;
            for (int b = 0; b < sizes[row]; b++) {
                int at = row * (BUCKETS + 1) + b;
                double apart = sums[at] / length - mean;
                around += squares[at] + apart * apart * length;
            }
        }
        double spread = Math.sqrt(around / (double) width);
        double l = Math.log(2 * Math.log((double) width) / CONFIDENCE);
        double most = 1;
        boolean found = false;
        double n0 = 0;
        double s0 = 0;
        double around0 = 0;
        for (int row = ROWS - 1; row >= 0; row--) {
            double length = 1 << row;
            for (int b = 0; b < sizes[row]; b++) {
                int at = row * (BUCKETS + 1) + b;
                double apart = n0 == 0 ? 0 : sums[at] / length - s0 / n0;
                around0 += squares[at] + apart * apart * n0 * length / (n0 + length);
                n0 += length;
                s0 += sums[at];
                double n1 = (double) width - n0;
                if (n0 < SHORTEST || n1 < SHORTEST) {
                    continue;
                }
                double perNumber = l * (1 / n0 + 1 / n1);
                double difference = (total - s0) / n1 - s0 / n0;
                double beyond = Math.abs(difference) / (spread * (Math.sqrt(2 * perNumber) + 1.5 * perNumber));
                if (beyond > most) {
                    most = beyond;
                    found = true;
                    widthAfter = width - (long) n0;
                    meanBefore = s0 / n0;
                    meanAfter = (total - s0) / n1;
                    deviation = around0 > 0 ? Math.sqrt(around0 / n0) : spread;
                }
            }
        }
        return found;
    }

    @Override
    public void reset() {
        Arrays.fill(sizes, 0);
        seen = 0;
        width = 0;
        total = 0;
    }

    /** Numbers that the window holds. */
    public long width() {
        return width;
    }

    @Override
    public String name() {
        return "adwin";
    }

    @Override
    public double before() {
        return change.before();
    }

    @Override
    public double after() {
        return change.after();
    }

    @Override
    public double size() {
        return change.size();
    }

    @Override
    public int stateBytes() {
        return 2 * Long.BYTES
                + Double.BYTES
                + ROWS * Integer.BYTES
                + 2 * sums.length * Double.BYTES
                + change.stateBytes();
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(seen).putLong(width).putDouble(total);
        for (int size : sizes) {
            out.putInt(size);
        }
        for (int at = 0; at < sums.length; at++) {
            // What is beyond a row's size is left over from before, and not part of the state.
            boolean live = at % (BUCKETS + 1) < sizes[at / (BUCKETS + 1)];
            out.putDouble(live ? sums[at] : 0).putDouble(live ? squares[at] : 0);
        }
        change.write(out);
    }

    @Override
    public void read(ByteBuffer in) {
        seen = in.getLong();
        width = in.getLong();
        total = in.getDouble();
        for (int row = 0; row < ROWS; row++) {
            sizes[row] = in.getInt();
        }
        for (int at = 0; at < sums.length; at++) {
            sums[at] = in.getDouble();
            squares[at] = in.getDouble();
        }
        change.read(in);
    }
}

package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Adaptive windowing (A. Bifet, R. Gavaldà, Learning from Time-Changing Data with Adaptive Windowing, 2007; ADWIN2): a
 * window as long as its mean does not change. It is an exponential histogram: a few buckets of each power of two, the
 * newest ones of single values. Wherever the window can be cut between two buckets, the means on both sides are compared;
 * where they are further apart than chance explains, what is before the cut that tells most is dropped. Chance is a Bernstein
 * bound whose variance is that within the two sides, more where values resemble the ones before them, and whose range
 * that of the values lately; of its second term half, as a range is seldom all on one side. Cuts are tried every
 * {@value #EVERY} values, and neither side of one is shorter than {@value #LEAST}.
 *
 * <p>The bound is one of independent values in a known range, which losses are not: the confidence is much higher than
 * one would choose by the formula, so that false alarms stay rare.
 */
public final class Adwin implements DriftDetector {

    static final int EVERY = 32;
    static final int LEAST = 16;

    private static final int MOST = 5;
    /** Buckets of up to 2^20 values: the window forgets what is more than some millions ago. */
    private static final int ROWS = 21;

    private static final int ROOM = MOST + 1;
    private static final double CONFIDENCE = 1e-7;

    private final boolean anyChange;
    private final Scatter scatter = new Scatter();
    private final Change change = new Change();
    /** {@code [ROWS][ROOM]} means and sums of squared distances from them; in a row the oldest bucket first. */
    private final double[] means = new double[ROWS * ROOM];

    private final double[] squares = new double[ROWS * ROOM];
    private final int[] used = new int[ROWS];
    private int rows = 1;
    private long count;
    private double mean;
    private double allSquares;
    private int untilCheck = EVERY;

    private long cutCount;
    private double cutSum;
    private double cutEvidence;

    public Adwin(Direction direction) {
        anyChange = direction == Direction.BOTH;
    }

    /** How many values the window holds. */
    public long width() {
        return count;
    }

    /** Their mean. */
    public double mean() {
        return mean;
    }

    @Override
    public boolean add(double value) {
        double cut = scatter.cut(value);
        return !Double.isNaN(cut) && take(cut);
    }

    private boolean take(double value) {
        insert(value);
        if (--untilCheck > 0) {
            return false;
        }
        untilCheck = EVERY;
        boolean drift = false;
        while (findCut()) {
            drift |= cut(drift);
        }
        return drift;
    }

    private void insert(double value) {
        count++;
        double off = value - mean;
        mean += off / count;
        allSquares += off * (value - mean);
        means[used[0]] = value;
        squares[used[0]] = 0;
        used[0]++;
        for (int row = 0; used[row] > MOST; row++) {
            mergeOldest(row);
        }
    }

    private void mergeOldest(int row) {
        int at = row * ROOM;
        if (row == ROWS - 1) {
            dropOldest(row);
            measure();
            return;
        }
        double apart = means[at + 1] - means[at];
        int into = at + ROOM + used[row + 1]++;
        means[into] = means[at] + apart / 2;
        squares[into] = squares[at] + squares[at + 1] + apart * apart / 2 * (double) (1L << row);
        used[row] -= 2;
        for (int b = at; b < at + used[row]; b++) {
            means[b] = means[b + 2];
            squares[b] = squares[b + 2];
        }
        rows = Math.max(rows, row + 2);
    }

    private void dropOldest(int row) {
        int at = row * ROOM;
        count -= 1L << row;
        used[row]--;
        for (int b = at; b < at + used[row]; b++) {
            means[b] = means[b + 1];
            squares[b] = squares[b + 1];
        }
        while (rows > 1 && used[rows - 1] == 0) {
            rows--;
        }
    }

    /** Whether there is a cut whose sides differ too much; the one that tells most is kept. */
    private boolean findCut() {
        if (count < 2 * LEAST) {
            return false;
        }
        double log = Math.log(2 * Math.log((double) count) / CONFIDENCE);
        cutEvidence = 0;
        long older = 0;
        double sum = 0;
        for (int row = rows - 1; row >= 0; row--) {
            long each = 1L << row;
            for (int b = row * ROOM; b < row * ROOM + used[row]; b++) {
                older += each;
                sum += (means[b] - mean) * each;
                long newer = count - older;
                if (newer < LEAST) {
                    return cutEvidence > 0;
                }
                if (older >= LEAST) {
                    weigh(older, newer, sum, log);
                }
            }
        }
        return cutEvidence > 0;
    }

    /**
     * Compares both sides of a cut.
     *
     * @param sum of the older values' distances from the mean of all
     */
    private void weigh(long older, long newer, double sum, double log) {
        double size = (double) older * newer / count;
        double between = sum * sum / size;
        double within = Math.max(0, allSquares - between) / (count - 2);
        if (between <= 2 * log * within || between <= cutEvidence * within) {
            return;
        }
        double weight = log / size;
        double bound = Math.sqrt(2 * weight * within * scatter.persistence(within)) + weight * scatter.reach() / 6;
        if (Math.abs(sum) / size > bound) {
            cutEvidence = within > 0 ? between / within : Double.MAX_VALUE;
            cutCount = older;
            cutSum = sum;
        }
    }

    /** Drops what is before the cut; returns whether it is a drift, of which the first one is told. */
    private boolean cut(boolean told) {
        long newer = count - cutCount;
        double before = mean + cutSum / cutCount;
        double after = mean - cutSum / newer;
        double size = (double) cutCount * newer / count;
        double within = Math.max(0, allSquares - cutSum * cutSum / size) / (count - 2);
        while (count > newer) {
            dropOldest(rows - 1);
        }
        measure();
        boolean counts = anyChange || after > before;
        if (counts && !told) {
            change.set(before, after, Math.sqrt(within));
        }
        return counts;
    }

    /** Mean and squares of the window, from its buckets. */
    private void measure() {
        double sum = 0;
        double base = used[rows - 1] > 0 ? means[(rows - 1) * ROOM] : 0;
        for (int row = 0; row < rows; row++) {
            for (int b = row * ROOM; b < row * ROOM + used[row]; b++) {
                sum += (means[b] - base) * (1L << row);
            }
        }
        mean = count == 0 ? 0 : base + sum / count;
        allSquares = 0;
        for (int row = 0; row < rows; row++) {
            for (int b = row * ROOM; b < row * ROOM + used[row]; b++) {
                double off = means[b] - mean;
                allSquares += squares[b] + off * off * (1L << row);
            }
        }
    }

    @Override
    public void reset() {
        scatter.clear();
        Arrays.fill(used, 0);
        rows = 1;
        count = 0;
        mean = 0;
        allSquares = 0;
        untilCheck = EVERY;
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
        return scatter.stateBytes()
                + change.stateBytes()
                + 2 * means.length * Double.BYTES
                + ROWS * Integer.BYTES
                + Integer.BYTES
                + 2 * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        scatter.write(out);
        change.write(out);
        for (int row = 0; row < ROWS; row++) {
            out.putInt(used[row]);
            for (int b = row * ROOM; b < (row + 1) * ROOM; b++) {
                // What is no longer in use says nothing.
                boolean there = b < row * ROOM + used[row];
                out.putDouble(there ? means[b] : 0).putDouble(there ? squares[b] : 0);
            }
        }
        out.putInt(untilCheck).putDouble(mean).putDouble(allSquares);
    }

    @Override
    public void read(ByteBuffer in) {
        scatter.read(in);
        change.read(in);
        rows = 1;
        count = 0;
        for (int row = 0; row < ROWS; row++) {
            used[row] = in.getInt();
            count += used[row] * (1L << row);
            rows = used[row] > 0 ? row + 1 : rows;
            for (int b = row * ROOM; b < (row + 1) * ROOM; b++) {
                means[b] = in.getDouble();
                squares[b] = in.getDouble();
            }
        }
        untilCheck = in.getInt();
        mean = in.getDouble();
        allSquares = in.getDouble();
    }
}

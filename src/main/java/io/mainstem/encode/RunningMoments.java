package io.mainstem.encode;

import java.nio.ByteBuffer;

/**
 * Mean and standard deviation of each of several columns as the stream goes (Welford 1962). Values must be within the
 * range of a float, so that no square overflows a double.
 */
public final class RunningMoments {

    /** What a column takes of a saved state. */
    static final int BYTES = 3 * Long.BYTES;

    private final long[] count;
    private final double[] mean;
    private final double[] squares;

    public RunningMoments(int columns) {
        count = new long[columns];
        mean = new double[columns];
        squares = new double[columns];
    }

    public int columns() {
        return count.length;
    }

    public void add(int column, double value) {
        long n = ++count[column];
        double before = value - mean[column];
        mean[column] += before / n;
        squares[column] += before * (value - mean[column]);
    }

    /** Forgets the column's values. */
    void clear(int column) {
        count[column] = 0;
        mean[column] = 0;
        squares[column] = 0;
    }

    /** Takes up all values of the column in the other, which has some (Chan, Golub and LeVeque 1979). */
    void add(int column, RunningMoments other) {
        long before = count[column];
        count[column] += other.count[column];
        double share = (double) other.count[column] / count[column];
        double apart = other.mean[column] - mean[column];
        mean[column] += apart * share;
        squares[column] += other.squares[column] + apart * apart * share * before;
    }

    /** Values seen. */
    public long count(int column) {
        return count[column];
    }

    /** 0 before the first value. */
    public double mean(int column) {
        return mean[column];
    }

    /** Of the population; 0 before the second distinct value. */
    public double standardDeviation(int column) {
        return count[column] == 0 ? 0 : Math.sqrt(squares[column] / count[column]);
    }

    public int stateBytes() {
        return columns() * BYTES;
    }

    public void write(ByteBuffer out) {
        write(0, columns(), out);
    }

    void write(int from, int to, ByteBuffer out) {
        for (int c = from; c < to; c++) {
            out.putLong(count[c]).putDouble(mean[c]).putDouble(squares[c]);
        }
    }

    public void read(ByteBuffer in) {
        read(0, columns(), in);
    }

    void read(int from, int to, ByteBuffer in) {
        for (int c = from; c < to; c++) {
            count[c] = in.getLong();
            mean[c] = in.getDouble();
            squares[c] = in.getDouble();
        }
    }
}

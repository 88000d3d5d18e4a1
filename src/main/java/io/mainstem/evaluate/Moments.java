package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/** Count, mean and variance of values, one by one (Welford 1962) or put together (Chan et al. 1979). */
final class Moments implements Saved {

    private long count;
    private double mean;
    /** The sum of squared distances from the mean. */
    private double squares;

    void add(double value) {
        count++;
        double off = value - mean;
        mean += off / count;
        squares += off * (value - mean);
    }

    void add(Moments other) {
        if (other.count == 0) {
            return;
        }
        long both = count + other.count;
        double apart = other.mean - mean;
        mean += apart * other.count / both;
        squares += other.squares + apart * apart * count * other.count / both;
        count = both;
    }

    void set(Moments other) {
        count = other.count;
        mean = other.mean;
        squares = other.squares;
    }

    void clear() {
        count = 0;
        mean = 0;
        squares = 0;
    }

    long count() {
        return count;
    }

    double mean() {
        return mean;
    }

    double standardDeviation() {
        return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    }

    @Override
    public int stateBytes() {
        return Long.BYTES + 2 * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(count).putDouble(mean).putDouble(squares);
    }

    @Override
    public void read(ByteBuffer in) {
        count = in.getLong();
        mean = in.getDouble();
        squares = in.getDouble();
    }
}

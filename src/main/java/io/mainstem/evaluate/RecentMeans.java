package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/**
 * The ratio of two means over the newest terms, with its confidence interval by batch means. Batches of the same length
 * come and go as a whole. {@link #add} allocates nothing.
 */
public final class RecentMeans implements Saved {

    /** Of which the newest is being filled. */
    private static final int BATCHES = 20;

    private final int length;
    private final double[] numerators = new double[BATCHES];
    private final double[] denominators = new double[BATCHES];
    private int full;
    private int next;
    private int begun;
    private double begunNumerator;
    private double begunDenominator;

    /** Over at least 19 of 20 parts of so many terms, at most over all. */
    public RecentMeans(int terms) {
        length = Math.max(1, terms / BATCHES);
    }

    /** Takes a term of each mean. */
    public void add(double numerator, double denominator) {
        begunNumerator += numerator;
        begunDenominator += denominator;
        begun++;
        if (begun == length) {
            numerators[next] = begunNumerator;
            denominators[next] = begunDenominator;
            next = (next + 1) % BATCHES;
            full = Math.min(BATCHES, full + 1);
            begun = 0;
            begunNumerator = 0;
            begunDenominator = 0;
        }
    }

    /** Whether it goes over as many terms as it ever will. */
    public boolean isFull() {
        return full == BATCHES;
    }

    public void clear() {
        full = 0;
        next = 0;
        begun = 0;
        begunNumerator = 0;
        begunDenominator = 0;
    }

    /** Over whole batches; without any, over what there is of the first. */
    public Ratio ratio() {
        if (full == 0) {
            return new Ratio(begunNumerator / begunDenominator, Double.NaN, Double.NaN);
        }
        double numerator = 0;
        double denominator = 0;
        for (int b = 0; b < full; b++) {
            numerator += numerators[b];
            denominator += denominators[b];
        }
        return Ratio.of(numerator / denominator, numerators, denominators, full);
    }

    @Override
    public int stateBytes() {
        return 3 * Integer.BYTES + (2 * BATCHES + 2) * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        out.putInt(full).putInt(next).putInt(begun);
        out.putDouble(begunNumerator).putDouble(begunDenominator);
        for (int b = 0; b < BATCHES; b++) {
            out.putDouble(b < full ? numerators[b] : 0).putDouble(b < full ? denominators[b] : 0);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        full = in.getInt();
        next = in.getInt();
        begun = in.getInt();
        begunNumerator = in.getDouble();
        begunDenominator = in.getDouble();
        for (int b = 0; b < BATCHES; b++) {
            numerators[b] = in.getDouble();
            denominators[b] = in.getDouble();
        }
    }
}

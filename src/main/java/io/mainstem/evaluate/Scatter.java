package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How the values of a stream scatter about their mean of late: how far, and whether one resembles the one before it. Cuts
 * what lies wildly off, so that no single value tells of a drift, or hides one by a huge variance. Follows the level of
 * the stream, up and down.
 */
final class Scatter implements Saved {

    /** So many tell how far values scatter; none of them passes. */
    static final int FIRST = 30;

    /** Beyond that, squares would not be finite. */
    private static final double LARGEST = 1e100;

    /** Standard deviations from the mean at which a value is cut. */
    private static final double LIMIT = 8;

    /** The same for its part in the variance, which would otherwise never learn that rare values are large. */
    private static final double WIDE_LIMIT = 64;

    /** Values that make the mean and the variance of late. */
    private static final int MEMORY = 200;

    /** Values of which it is known how far apart neighbours are. */
    private static final int LONG_MEMORY = 2000;

    /** So many standard errors of an autocorrelation are taken for chance. */
    private static final double CHANCE = 2;

    private static final double MOST_CORRELATION = 0.98;
    private static final double FADING = 0.999;

    private final double[] first = new double[FIRST];
    private final double[] sorted = new double[FIRST];
    private long count;
    private double mean;
    private double variance;
    private double reach;
    private double last;
    /** Half the mean square of how far a value that passed is from the one before it. */
    private double roughness;

    /** The value, cut where it has to be; NaN of the first few, and of what is not finite or beyond 1e100, which is passed over. */
    double cut(double value) {
        if (!(Math.abs(value) <= LARGEST)) {
            return Double.NaN;
        }
        if (count < FIRST) {
            first[(int) count++] = value;
            if (count == FIRST) {
                begin();
            }
            return Double.NaN;
        }
        double off = value - mean;
        double forVariance = off * off;
        double passed = value;
        if (variance > 0 && forVariance > LIMIT * LIMIT * variance) {
            forVariance = Math.min(forVariance, WIDE_LIMIT * WIDE_LIMIT * variance);
            off = Math.copySign(LIMIT * Math.sqrt(variance), off);
            passed = mean + off;
        }
        count++;
        double share = 1.0 / Math.min(count, MEMORY);
        mean += share * off;
        variance = (1 - share) * (variance + share * forVariance);
        reach = Math.max(reach * FADING, Math.abs(off));
        double step = passed - last;
        roughness += (step * step / 2 - roughness) / Math.min(count - FIRST, LONG_MEMORY);
        last = passed;
        return passed;
    }

    /** From the first values, of which some may be wild: what is too far from their median is cut as well. */
    private void begin() {
        mean = median(first);
        for (int i = 0; i < FIRST; i++) {
            sorted[i] = Math.abs(first[i] - mean);
        }
        double limit = LIMIT * median(sorted);
        double middle = mean;
        for (double value : first) {
            double off = limit > 0 ? Math.max(-limit, Math.min(limit, value - middle)) : 0;
            mean += off / FIRST;
            variance += off * off / FIRST;
            reach = Math.max(reach, Math.abs(off));
            last = middle + off;
        }
    }

    private double median(double[] values) {
        System.arraycopy(values, 0, sorted, 0, FIRST);
        Arrays.sort(sorted);
        return (sorted[FIRST / 2 - 1] + sorted[FIRST / 2]) / 2;
    }

    /** How far from their mean values lately came. */
    double reach() {
        return reach;
    }

    /**
     * How many times the variance of a mean is that of a mean of independent values: 1 where a value tells nothing of the
     * next one, more where it resembles it, by the autocorrelation, as if the stream were autoregressive. A level that has
     * just changed does not look like that, since only neighbours are compared.
     *
     * @param variance of the values about their level
     */
    double persistence(double variance) {
        double correlation = 1 - roughness / variance - CHANCE / Math.sqrt((double) Math.min(count, LONG_MEMORY));
        if (!(correlation > 0)) {
            return 1;
        }
        double known = Math.min(correlation, MOST_CORRELATION);
        return (1 + known) / (1 - known);
    }

    void clear() {
        Arrays.fill(first, 0);
        count = 0;
        mean = 0;
        variance = 0;
        reach = 0;
        last = 0;
        roughness = 0;
    }

    @Override
    public int stateBytes() {
        return Long.BYTES + (5 + FIRST) * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(count).putDouble(mean).putDouble(variance).putDouble(reach);
        out.putDouble(last).putDouble(roughness);
        for (double value : first) {
            out.putDouble(value);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        count = in.getLong();
        mean = in.getDouble();
        variance = in.getDouble();
        reach = in.getDouble();
        last = in.getDouble();
        roughness = in.getDouble();
        for (int i = 0; i < FIRST; i++) {
            first[i] = in.getDouble();
        }
    }
}

package io.mainstem.encode;

import java.nio.ByteBuffer;

/**
 * Makes the row of an event, once, when it arrives: numbers become standard deviations from their running mean. The
 * statistics advance after the row is made, so that a row depends on earlier events alone; a wild number hardly moves
 * them, see {@link RobustMoments}.
 */
public final class Encoder {

    /** Standard deviations beyond which a number is cut, so that one wild value cannot throw the network far off. */
    public static final double LIMIT = 5;

    /** After so many values a deviation counts half: that of the first few says little about the ones to come. */
    private static final double DOUBT = 5;

    private final RobustMoments moments;

    public Encoder(InputLayout layout) {
        moments = new RobustMoments(layout.denseWidth());
    }

    /** The event's row, which the statistics take up. */
    public Row encode(RawFeatures features) {
        Row row = look(features);
        double[] numbers = features.numbers();
        for (int c = 0; c < numbers.length; c++) {
            if (!Double.isNaN(numbers[c])) {
                moments.add(c, numbers[c]);
            }
        }
        return row;
    }

    /** The same row, and the statistics stay as they are. */
    public Row look(RawFeatures features) {
        double[] numbers = features.numbers();
        float[] dense = new float[numbers.length];
        for (int c = 0; c < numbers.length; c++) {
            if (!Double.isNaN(numbers[c])) {
                dense[c] = standardised(c, numbers[c]);
            }
        }
        SparseEntries entries = features.finish();
        return new Row(dense, entries.toColumns(), entries.toValues());
    }

    private float standardised(int column, double value) {
        double deviation = moments.standardDeviation(column);
        if (deviation == 0) {
            return 0;
        }
        long n = moments.count(column);
        double z = (value - moments.mean(column)) / deviation * n / (n + DOUBT);
        return (float) Math.max(-LIMIT, Math.min(LIMIT, z));
    }

    /** Of the column's values so far; 0 before the first. */
    public double mean(int column) {
        return moments.mean(column);
    }

    /** What the distance from the mean is multiplied by at present; 0 where all values so far were the same. */
    public double factor(int column) {
        double deviation = moments.standardDeviation(column);
        long n = moments.count(column);
        return deviation == 0 ? 0 : n / (n + DOUBT) / deviation;
    }

    public int stateBytes() {
        return moments.stateBytes();
    }

    public void write(ByteBuffer out) {
        moments.write(out);
    }

    public void read(ByteBuffer in) {
        moments.read(in);
    }
}

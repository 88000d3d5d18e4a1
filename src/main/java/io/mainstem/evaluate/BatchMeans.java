package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/**
 * The ratio of two means over a whole run whose terms depend on those just before them, with its confidence interval: the
 * method of batch means (Conway 1963; Schmeiser 1982). Terms are summed by batches that do not overlap; whenever there are
 * too many of them, every two neighbours become one. So their number stays small, and they grow with the run, far beyond
 * the terms that depend on each other. {@link #add} allocates nothing.
 */
public final class BatchMeans implements Saved {

    private static final int MOST = 32;
    private static final int FIRST_LENGTH = 16;

    private final CompensatedSum totalNumerator = new CompensatedSum();
    private final CompensatedSum totalDenominator = new CompensatedSum();
    private final double[] numerators = new double[MOST];
    private final double[] denominators = new double[MOST];
    private int batches;
    /** Terms of a batch. */
    private long length = FIRST_LENGTH;

    private long terms;
    /** Of the batch that is not full yet. */
    private long begun;

    private double begunNumerator;
    private double begunDenominator;

    /** Takes a term of each mean. */
    public void add(double numerator, double denominator) {
        totalNumerator.add(numerator);
        totalDenominator.add(denominator);
        terms++;
        begin(numerator, denominator, 1);
    }

    private void begin(double numerator, double denominator, long more) {
        begunNumerator += numerator;
        begunDenominator += denominator;
        begun += more;
        if (begun < length) {
            return;
        }
        numerators[batches] = begunNumerator;
        denominators[batches] = begunDenominator;
        batches++;
        forgetBegun();
        if (batches == MOST) {
            widen();
        }
    }

    private void forgetBegun() {
        begun = 0;
        begunNumerator = 0;
        begunDenominator = 0;
    }

    /** Every two neighbours become one; where the last has none, it becomes the beginning of the next. */
    private void widen() {
        if (batches % 2 == 1) {
            batches--;
            begunNumerator += numerators[batches];
            begunDenominator += denominators[batches];
            begun += length;
        }
        batches /= 2;
        for (int b = 0; b < batches; b++) {
            numerators[b] = numerators[2 * b] + numerators[2 * b + 1];
            denominators[b] = denominators[2 * b] + denominators[2 * b + 1];
        }
        length *= 2;
    }

    /**
     * Takes all that another one took, as if it had come after what was taken here.
     *
     * @param other left as it is
     */
    public void merge(BatchMeans other) {
        BatchMeans next = new BatchMeans();
        next.copy(other);
        totalNumerator.merge(next.totalNumerator);
        totalDenominator.merge(next.totalDenominator);
        terms += next.terms;
        while (length < next.length || batches + next.batches >= MOST - 1) {
            widen();
            if (next.length < length) {
                next.widen();
            }
        }
        while (next.length < length) {
            next.widen();
        }
        for (int b = 0; b < next.batches; b++) {
            numerators[batches] = next.numerators[b];
            denominators[batches] = next.denominators[b];
            batches++;
        }
        begin(next.begunNumerator, next.begunDenominator, next.begun);
    }

    private void copy(BatchMeans other) {
        ByteBuffer bytes = ByteBuffer.allocate(other.stateBytes());
        other.write(bytes);
        read(bytes.flip());
    }

    /** Terms taken. */
    public long terms() {
        return terms;
    }

    public Ratio ratio() {
        double value = totalNumerator.value() / totalDenominator.value();
        return Ratio.of(value, numerators, denominators, batches);
    }

    @Override
    public int stateBytes() {
        return 2 * totalNumerator.stateBytes() + Integer.BYTES + 3 * Long.BYTES + (2 * MOST + 2) * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        totalNumerator.write(out);
        totalDenominator.write(out);
        out.putInt(batches).putLong(length).putLong(terms).putLong(begun);
        out.putDouble(begunNumerator).putDouble(begunDenominator);
        for (int b = 0; b < MOST; b++) {
            out.putDouble(b < batches ? numerators[b] : 0).putDouble(b < batches ? denominators[b] : 0);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        totalNumerator.read(in);
        totalDenominator.read(in);
        batches = in.getInt();
        length = in.getLong();
        terms = in.getLong();
        begun = in.getLong();
        begunNumerator = in.getDouble();
        begunDenominator = in.getDouble();
        for (int b = 0; b < MOST; b++) {
            numerators[b] = in.getDouble();
            denominators[b] = in.getDouble();
        }
    }
}

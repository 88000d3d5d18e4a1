package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/**
 * The ROC AUC of any number of probabilities, to about .001, from counts in fixed bins, those of positives and of
 * negatives apart.
 *
 * <p>The bins divide each octave of the odds p / (1 − p) evenly: into 32 for p from .015 to .985, so that a model of
 * rare events, whose probabilities lie close together, is ranked too; into 8 down to 1.5e-5 and up to its complement;
 * into 2 beyond, and one bin below 5e-20. Beside its counts a bin keeps the mean position of its positives and of its
 * negatives. Within a bin, where scores spread evenly, the share of pairs that are in order is 1/2 and what the
 * positives' mean is ahead of the negatives', in widths of the bin: the rank statistic's projection on single scores (J.
 * Hájek, Asymptotic Normality of Simple Linear Rank Statistics under Alternatives, 1968). That takes a tenth of the
 * error of counting such pairs as ties, and equal scores are still ties.
 */
final class ScoreHistogram implements Saved {

    /** The odds are told apart from 2^-64 to 2^64. */
    private static final int OCTAVES = 128;

    private static final int[] MANTISSA_BITS = new int[OCTAVES];
    private static final int[] FIRST_BIN = new int[OCTAVES];
    static final int BINS;

    /** Positions within a bin are counted in 2^-16 of its width. */
    private static final int POSITION_BITS = 16;

    static {
        int bin = 1;
        for (int o = 0; o < OCTAVES; o++) {
            int octave = o - OCTAVES / 2;
            int fromEven = octave < 0 ? -octave - 1 : octave;
            MANTISSA_BITS[o] = fromEven < 6 ? 5 : fromEven < 16 ? 3 : 1;
            FIRST_BIN[o] = bin;
            bin += 1 << MANTISSA_BITS[o];
        }
        BINS = bin + 1;
    }

    private final Side positives = new Side();
    private final Side negatives = new Side();

    /** What is no number counts as 0. */
    void add(double probability, boolean positive) {
        Side side = positive ? positives : negatives;
        double odds = probability / (1 - probability);
        if (!(odds >= 0x1p-64)) {
            side.add(0, 0);
        } else if (odds >= 0x1p64) {
            side.add(BINS - 1, 0);
        } else {
            // A double is its octave and, in its mantissa, how far it is into it.
            int octave = Math.getExponent(odds) + OCTAVES / 2;
            long mantissa = Double.doubleToRawLongBits(odds) & 0xFFFFFFFFFFFFFL;
            int below = 52 - MANTISSA_BITS[octave];
            long position = (mantissa & ((1L << below) - 1)) >>> (below - POSITION_BITS);
            side.add(FIRST_BIN[octave] + (int) (mantissa >>> below), position);
        }
    }

    /** NaN where there are no positives or no negatives. */
    double auc() {
        double wins = 0;
        double lower = 0;
        double all = 0;
        for (int b = 0; b < BINS; b++) {
            double p = positives.count(b);
            double n = negatives.count(b);
            if (p > 0 && n > 0) {
                double inOrder = .5 + positives.meanPosition(b) - negatives.meanPosition(b);
                wins += p * n * Math.min(Math.max(inOrder, 0), 1);
            }
            wins += p * lower;
            lower += n;
            all += p;
        }
        return wins / (all * lower);
    }

    void merge(ScoreHistogram other) {
        positives.merge(other.positives);
        negatives.merge(other.negatives);
    }

    @Override
    public int stateBytes() {
        return 2 * BINS * (Integer.BYTES + Long.BYTES);
    }

    @Override
    public void write(ByteBuffer out) {
        positives.write(out);
        negatives.write(out);
    }

    @Override
    public void read(ByteBuffer in) {
        positives.read(in);
        negatives.read(in);
    }

    private static final class Side {

        /** Unsigned; a bin that is full, at four thousand million, stays as it is. */
        private final int[] counts = new int[BINS];

        private final long[] positions = new long[BINS];

        void add(int bin, long position) {
            add(bin, 1, position);
        }

        private void add(int bin, long count, long position) {
            long sum = count(bin) + count;
            if (sum <= 0xFFFFFFFFL) {
                counts[bin] = (int) sum;
                positions[bin] += position;
            }
        }

        long count(int bin) {
            return Integer.toUnsignedLong(counts[bin]);
        }

        /** From 0 to 1, the bin's width. */
        double meanPosition(int bin) {
            return positions[bin] / (double) (count(bin) << POSITION_BITS);
        }

        void merge(Side other) {
            for (int b = 0; b < BINS; b++) {
                add(b, other.count(b), other.positions[b]);
            }
        }

        void write(ByteBuffer out) {
            for (int b = 0; b < BINS; b++) {
                out.putInt(counts[b]).putLong(positions[b]);
            }
        }

        void read(ByteBuffer in) {
            for (int b = 0; b < BINS; b++) {
                counts[b] = in.getInt();
                positions[b] = in.getLong();
            }
        }
    }
}

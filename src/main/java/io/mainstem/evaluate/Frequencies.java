package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/**
 * How often each class or label came so far, with one more of each added (Laplace), so that nothing is impossible:
 * (n_c + 1) / (n + C) for C classes, (n_l + 1) / (n + 2) for a label that is there or not. What it decides for
 * is the majority, at a tie the first class, and a label that it is there.
 */
abstract sealed class Frequencies implements Baseline {

    final long[] counts;
    long rows;

    Frequencies(int width) {
        counts = new long[width];
    }

    final void predict(double[] outputs, int alternatives) {
        for (int i = 0; i < counts.length; i++) {
            outputs[i] = (counts[i] + 1) / (double) (rows + alternatives);
        }
    }

    @Override
    public int stateBytes() {
        return (counts.length + 1) * Long.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(rows);
        for (long count : counts) {
            out.putLong(count);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        rows = in.getLong();
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.getLong();
        }
    }

    /** Of independent labels, or of the one of a binary task. */
    static final class OfLabels extends Frequencies {

        OfLabels(int width) {
            super(width);
        }

        @Override
        public void predict(double[] outputs) {
            predict(outputs, 2);
        }

        @Override
        public void learn(double[] labels, int offset) {
            rows++;
            for (int i = 0; i < counts.length; i++) {
                if (labels[offset + i] == 1) {
                    counts[i]++;
                }
            }
        }
    }

    /** Of exclusive classes. */
    static final class OfClasses extends Frequencies {

        OfClasses(int classes) {
            super(classes);
        }

        @Override
        public void predict(double[] outputs) {
            predict(outputs, counts.length);
        }

        @Override
        public void learn(double[] labels, int offset) {
            rows++;
            counts[(int) labels[offset]]++;
        }
    }
}

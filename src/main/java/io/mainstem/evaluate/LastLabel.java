package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/** What came last comes again (persistence): certain of it for classes and labels. Before the first label false, the first class, or 0. */
abstract sealed class LastLabel implements Baseline {

    final double[] last;

    LastLabel(int labelWidth) {
        last = new double[labelWidth];
    }

    @Override
    public void learn(double[] labels, int offset) {
        System.arraycopy(labels, offset, last, 0, last.length);
    }

    @Override
    public int stateBytes() {
        return last.length * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        for (double value : last) {
            out.putDouble(value);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        for (int i = 0; i < last.length; i++) {
            last[i] = in.getDouble();
        }
    }

    /** Of tasks whose outputs stand for their labels one by one. */
    static final class OfValues extends LastLabel {

        OfValues(int width) {
            super(width);
        }

        @Override
        public void predict(double[] outputs) {
            System.arraycopy(last, 0, outputs, 0, last.length);
        }
    }

    /** Of exclusive classes. */
    static final class OfClasses extends LastLabel {

        private final int classes;

        OfClasses(int classes) {
            super(1);
            this.classes = classes;
        }

        @Override
        public void predict(double[] outputs) {
            for (int c = 0; c < classes; c++) {
                outputs[c] = c == (int) last[0] ? 1 : 0;
            }
        }
    }
}

package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Map;

/** {@code logLoss}: the mean negative logarithm, in nats, of the probability that was given to what came. */
abstract sealed class LogLoss implements Fading {

    /** Keeps the loss of a confident error finite, at 36 nats; the spacing of doubles at 1, as scikit-learn has it. */
    private static final double EPSILON = 0x1p-52;

    private final CompensatedSum sum = new CompensatedSum();
    private double terms;

    static double clip(double probability) {
        return Math.min(Math.max(probability, EPSILON), 1 - EPSILON);
    }

    final void add(double probability) {
        // Not Math.log: that may differ in its last bit from one machine to the next.
        sum.add(-StrictMath.log(probability));
        terms++;
    }

    @Override
    public void report(Map<String, Double> into) {
        into.put("logLoss", sum.value() / terms);
    }

    @Override
    public void fade(double factor) {
        sum.fade(factor);
        terms *= factor;
    }

    @Override
    public void merge(RunMetric other) {
        LogLoss o = (LogLoss) other;
        sum.merge(o.sum);
        terms += o.terms;
    }

    @Override
    public int stateBytes() {
        return sum.stateBytes() + Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        sum.write(out);
        out.putDouble(terms);
    }

    @Override
    public void read(ByteBuffer in) {
        sum.read(in);
        terms = in.getDouble();
    }

    /** Of independent labels, each 0 or 1 with a probability of its own; the mean goes over the labels too. */
    static final class OfLabels extends LogLoss {

        private final int width;

        OfLabels(int width) {
            this.width = width;
        }

        @Override
        public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
            for (int i = 0; i < width; i++) {
                double p = clip(outputs[outputOffset + i]);
                add(labels[labelOffset + i] == 1 ? p : 1 - p);
            }
        }
    }

    /** Of exclusive classes; the probabilities are divided by their sum, which 32-bit arithmetic leaves near 1. */
    static final class OfClasses extends LogLoss {

        private final int classes;

        OfClasses(int classes) {
            this.classes = classes;
        }

        @Override
        public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
            double total = 0;
            for (int c = 0; c < classes; c++) {
                total += clip(outputs[outputOffset + c]);
            }
            add(clip(outputs[outputOffset + (int) labels[labelOffset]]) / total);
        }
    }
}

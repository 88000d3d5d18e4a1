package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * {@code mae} and {@code rmse}, in the label's unit and over all outputs together, and {@code r2}, the mean over the
 * outputs of 1 − SSE / SST. SST is around the mean of the labels so far, kept as in B. P. Welford, Note on a Method for
 * Calculating Corrected Sums of Squares and Products, 1962. R² takes two labels; of labels that are all equal it is 1
 * where every prediction hits them and 0 elsewhere, as scikit-learn has it.
 */
final class RegressionErrors implements Fading {

    private final Output[] outputs;
    private double rows;

    RegressionErrors(int width) {
        outputs = new Output[width];
        for (int i = 0; i < width; i++) {
            outputs[i] = new Output();
        }
    }

    @Override
    public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        rows++;
        for (int i = 0; i < this.outputs.length; i++) {
            this.outputs[i].add(outputs[outputOffset + i], labels[labelOffset + i], rows);
        }
    }

    @Override
    public void report(Map<String, Double> into) {
        double absolute = 0;
        double squared = 0;
        double r2 = 0;
        for (Output output : outputs) {
            absolute += output.absolute.value();
            squared += output.squared.value();
            r2 += output.r2();
        }
        double values = rows * outputs.length;
        into.put("mae", absolute / values);
        into.put("rmse", Math.sqrt(squared / values));
        // Two labels that have faded count less than two.
        into.put("r2", rows > 1 ? r2 / outputs.length : Double.NaN);
    }

    @Override
    public void fade(double factor) {
        rows *= factor;
        for (Output output : outputs) {
            output.absolute.fade(factor);
            output.squared.fade(factor);
            output.labelSquares *= factor;
        }
    }

    @Override
    public void merge(RunMetric other) {
        RegressionErrors o = (RegressionErrors) other;
        if (o.rows == 0) {
            return;
        }
        for (int i = 0; i < outputs.length; i++) {
            outputs[i].merge(rows, o.outputs[i], o.rows);
        }
        rows += o.rows;
    }

    @Override
    public int stateBytes() {
        return Double.BYTES + outputs.length * Output.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        out.putDouble(rows);
        for (Output output : outputs) {
            output.absolute.write(out);
            output.squared.write(out);
            out.putDouble(output.mean).putDouble(output.labelSquares);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        rows = in.getDouble();
        for (Output output : outputs) {
            output.absolute.read(in);
            output.squared.read(in);
            output.mean = in.getDouble();
            output.labelSquares = in.getDouble();
        }
    }

    private static final class Output {

        static final int BYTES = 6 * Double.BYTES;

        final CompensatedSum absolute = new CompensatedSum();
        final CompensatedSum squared = new CompensatedSum();
        double mean;
        double labelSquares;

        void add(double prediction, double label, double rows) {
            double error = label - prediction;
            absolute.add(Math.abs(error));
            squared.add(error * error);
            double fromMean = label - mean;
            mean += fromMean / rows;
            labelSquares += fromMean * (label - mean);
        }

        double r2() {
            double sse = squared.value();
            if (labelSquares == 0) {
                return sse == 0 ? 1 : 0;
            }
            return 1 - sse / labelSquares;
        }

        /** The means and squares of two parts as T. F. Chan, G. H. Golub and R. J. LeVeque join them, 1979. */
        void merge(double rows, Output other, double otherRows) {
            absolute.merge(other.absolute);
            squared.merge(other.squared);
            double apart = other.mean - mean;
            double share = otherRows / (rows + otherRows);
            mean += apart * share;
            labelSquares += other.labelSquares + apart * apart * rows * share;
        }
    }
}

package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/** The mean of each output's labels so far; 0 before the first. */
final class RunningMean implements Baseline {

    private final CompensatedSum[] sums;
    private long rows;

    RunningMean(int width) {
        sums = new CompensatedSum[width];
        for (int i = 0; i < width; i++) {
            sums[i] = new CompensatedSum();
        }
    }

    @Override
    public void predict(double[] outputs) {
        for (int i = 0; i < sums.length; i++) {
            outputs[i] = rows == 0 ? 0 : sums[i].value() / rows;
        }
    }

    @Override
    public void learn(double[] labels, int offset) {
        for (int i = 0; i < sums.length; i++) {
            sums[i].add(labels[offset + i]);
        }
        rows++;
    }

    @Override
    public int stateBytes() {
        return Long.BYTES + sums.length * sums[0].stateBytes();
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(rows);
        for (CompensatedSum sum : sums) {
            sum.write(out);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        rows = in.getLong();
        for (CompensatedSum sum : sums) {
            sum.read(in);
        }
    }
}

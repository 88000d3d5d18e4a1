package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Map;

/** Several metrics as one; it fades if all of them do. */
final class RunMetrics implements Fading {

    private final RunMetric[] parts;

    RunMetrics(RunMetric... parts) {
        this.parts = parts.clone();
    }

    @Override
    public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        for (RunMetric part : parts) {
            part.add(outputs, outputOffset, labels, labelOffset);
        }
    }

    @Override
    public void report(Map<String, Double> into) {
        for (RunMetric part : parts) {
            part.report(into);
        }
    }

    @Override
    public void fade(double factor) {
        for (RunMetric part : parts) {
            ((Fading) part).fade(factor);
        }
    }

    @Override
    public void merge(RunMetric other) {
        RunMetric[] others = ((RunMetrics) other).parts;
        for (int i = 0; i < parts.length; i++) {
            parts[i].merge(others[i]);
        }
    }

    @Override
    public int stateBytes() {
        int bytes = 0;
        for (RunMetric part : parts) {
            bytes += part.stateBytes();
        }
        return bytes;
    }

    @Override
    public void write(ByteBuffer out) {
        for (RunMetric part : parts) {
            part.write(out);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        for (RunMetric part : parts) {
            part.read(in);
        }
    }
}

package io.mainstem.evaluate;

import io.mainstem.evaluate.Measures.Rival;
import java.nio.ByteBuffer;

/**
 * A baseline with its metrics. Its predictions in the window are not kept: a copy of the baseline, which has learned
 * only what left the window, gives them again, bit for bit.
 */
final class ScoredBaseline implements Saved {

    private final Rival rival;
    private final Baseline baseline;
    private final Baseline beforeWindow;
    private final RunMetric run;
    private final double[] outputs;

    ScoredBaseline(Rival rival, int outputWidth) {
        this.rival = rival;
        baseline = rival.baseline().get();
        beforeWindow = rival.baseline().get();
        run = rival.metrics().get();
        outputs = new double[outputWidth];
    }

    String name() {
        return rival.name();
    }

    RunMetric run() {
        return run;
    }

    void score(double[] labels, int offset) {
        baseline.predict(outputs);
        run.add(outputs, 0, labels, offset);
    }

    void learn(double[] labels, int offset) {
        baseline.learn(labels, offset);
    }

    /** Says that the label is no longer in the window. */
    void leave(double[] labels) {
        beforeWindow.learn(labels, 0);
    }

    /** The metrics over the window; {@code labels} is room for one label. */
    Metric window(SlidingWindow window, double[] labels) {
        ByteBuffer state = ByteBuffer.allocate(beforeWindow.stateBytes());
        beforeWindow.write(state);
        Baseline again = rival.baseline().get();
        again.read(state.flip());
        Metric metric = rival.metrics().get();
        for (int row = 0; row < window.size(); row++) {
            again.predict(outputs);
            window.labels(row, labels);
            metric.add(outputs, 0, labels, 0);
            again.learn(labels, 0);
        }
        return metric;
    }

    @Override
    public int stateBytes() {
        return 2 * baseline.stateBytes() + run.stateBytes();
    }

    @Override
    public void write(ByteBuffer out) {
        baseline.write(out);
        beforeWindow.write(out);
        run.write(out);
    }

    @Override
    public void read(ByteBuffer in) {
        baseline.read(in);
        beforeWindow.read(in);
        run.read(in);
    }
}

package io.mainstem.app;

import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.Row;
import io.mainstem.network.Network;
import io.mainstem.network.StepProducts;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One network at one batch size: its step, and the matrix products of that step alone. */
final class StepBench {

    /** Rows of all mini-batches together, at least: with too few, units that none of them wakes would idle for ever. */
    private static final int ROWS = 1024;

    private static final int FEWEST_BATCHES = 8;

    private static final long SEED = 7;

    private final BenchNetwork shape;
    private final int batch;
    private final Network network;
    private final StepProducts products;
    /** An even number; each two of them have the same rows and opposite labels. */
    private final MiniBatch[] batches;

    private int next;

    StepBench(BenchNetwork shape, int batch) {
        this.shape = shape;
        this.batch = batch;
        network = new Network(shape.spec(batch), shape.inputs(), 0, shape.inputs());
        products = new StepProducts(batch, shape.widths());
        RandomGenerator random = new SplittableRandom(SEED);
        batches = new MiniBatch[Math.max(FEWEST_BATCHES, ROWS / batch)];
        for (int b = 0; b < batches.length; b += 2) {
            batches[b] = new MiniBatch(batch, shape.inputs(), shape.heads(), shape.heads());
            batches[b + 1] = new MiniBatch(batch, shape.inputs(), shape.heads(), shape.heads());
            fill(batches[b], batches[b + 1], random);
        }
    }

    /**
     * Labels that contradict each other cannot be learned by heart. As in a stream, gradients go on, where else they and
     * the moments made of them would sink to denormal numbers, on which processors are slow.
     */
    private void fill(MiniBatch rows, MiniBatch opposite, RandomGenerator random) {
        for (int r = 0; r < batch; r++) {
            float[] dense = new float[shape.inputs()];
            for (int c = 0; c < dense.length; c++) {
                dense[c] = (float) random.nextGaussian();
            }
            Row row = new Row(dense, new int[0], new float[0]);
            rows.add(row);
            opposite.add(row);
            for (int t = 0; t < shape.heads(); t++) {
                float label = (float) random.nextGaussian();
                rows.label(r, t, t, label);
                opposite.label(r, t, t, -label);
            }
        }
    }

    BenchNetwork shape() {
        return shape;
    }

    int batch() {
        return batch;
    }

    /** µs that a step takes, prediction included: the median over about that many milliseconds. */
    double step(int millis) {
        return Stopwatch.medianMicros(this::step, millis);
    }

    /** µs that the matrix products of a step take. */
    double products(int millis) {
        return Stopwatch.medianMicros(products::run, millis);
    }

    private void step() {
        MiniBatch rows = batches[next];
        next = (next + 1) % batches.length;
        network.forward(rows);
        network.step(rows);
    }
}

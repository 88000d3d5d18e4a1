package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.Row;
import io.mainstem.event.LabelLayout;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Seeded mini-batches: Gaussian dense inputs, some sparse ones, labels of which some are missing. */
public final class RandomBatches {

    private final List<TaskSpec> tasks;
    private final LabelLayout layout;
    private final int denseInputs;
    private final int sparseInputs;
    private final double labelRate;
    private final RandomGenerator random;

    public RandomBatches(List<TaskSpec> tasks, int denseInputs, int sparseInputs, double labelRate, long seed) {
        this.tasks = tasks;
        this.layout = new LabelLayout(tasks);
        this.denseInputs = denseInputs;
        this.sparseInputs = sparseInputs;
        this.labelRate = labelRate;
        this.random = new SplittableRandom(seed);
    }

    LabelLayout layout() {
        return layout;
    }

    public MiniBatch next(int rows) {
        MiniBatch batch = new MiniBatch(rows, denseInputs, layout.labelWidth(), layout.tasks());
        for (int r = 0; r < rows; r++) {
            batch.add(row());
            for (int t = 0; t < tasks.size(); t++) {
                if (random.nextDouble() < labelRate) {
                    label(batch, r, t);
                }
            }
        }
        return batch;
    }

    private Row row() {
        float[] dense = new float[denseInputs];
        for (int c = 0; c < denseInputs; c++) {
            dense[c] = (float) random.nextGaussian();
        }
        int[] columns = random.ints(0, Math.max(1, sparseInputs))
                .limit(sparseInputs == 0 ? 0 : 3)
                .distinct()
                .sorted()
                .toArray();
        float[] values = new float[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.5 + random.nextDouble());
        }
        return new Row(dense, columns, values);
    }

    private void label(MiniBatch batch, int row, int t) {
        TaskSpec task = tasks.get(t);
        for (int s = 0; s < task.labelWidth(); s++) {
            batch.label(row, t, layout.labelOffset(t) + s, target(task));
        }
    }

    private float target(TaskSpec task) {
        if (task instanceof TaskSpec.Multiclass multiclass) {
            return random.nextInt(multiclass.classes().size());
        } else if (task instanceof TaskSpec.Regression regression) {
            boolean counts = regression.loss() instanceof RegressionLoss.Poisson;
            return counts ? random.nextInt(5) : (float) random.nextGaussian();
        }
        return random.nextInt(2);
    }

    /** A copy of one row, without labels, in a mini-batch of its own. */
    MiniBatch alone(MiniBatch batch, int row) {
        MiniBatch single = new MiniBatch(1, denseInputs, layout.labelWidth(), layout.tasks());
        single.add(row(batch, row));
        return single;
    }

    /** A copy of one row. */
    Row row(MiniBatch batch, int row) {
        float[] dense = java.util.Arrays.copyOfRange(batch.dense(), row * denseInputs, (row + 1) * denseInputs);
        int from = batch.rowStart()[row];
        int to = batch.rowStart()[row + 1];
        return new Row(
                dense,
                java.util.Arrays.copyOfRange(batch.columns(), from, to),
                java.util.Arrays.copyOfRange(batch.values(), from, to));
    }
}

package io.mainstem.contract;

import io.mainstem.encode.MiniBatch;
import io.mainstem.event.LabelLayout;
import io.mainstem.network.RandomBatches;
import io.mainstem.network.Specs;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.RegularizationSpec;
import io.mainstem.spec.ScheduleSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A network, whose inputs are mini-batches of all sizes up to the batch size. */
record NetworkSubject(
        String name,
        List<TaskSpec> tasks,
        TrunkSpec trunk,
        OptimizerSpec optimizer,
        BalancerSpec balancer,
        RegularizationSpec penalty,
        Inputs inputs)
        implements Subject<MiniBatch> {

    /** The seed of what all instances are asked alike. */
    private static final long QUESTION = 4711;

    /** The widths of a row, and the batch size. */
    record Inputs(int dense, int sparse, int rows) {}

    NetworkSubject named(String other) {
        return new NetworkSubject(other, tasks, trunk, optimizer, balancer, penalty, inputs);
    }

    NetworkSubject with(List<TaskSpec> others) {
        return new NetworkSubject(name, others, trunk, optimizer, balancer, penalty, inputs);
    }

    NetworkSubject with(TrunkSpec other) {
        return new NetworkSubject(name, tasks, other, optimizer, balancer, penalty, inputs);
    }

    NetworkSubject with(OptimizerSpec other) {
        return new NetworkSubject(name, tasks, trunk, other, balancer, penalty, inputs);
    }

    NetworkSubject with(BalancerSpec other) {
        return new NetworkSubject(name, tasks, trunk, optimizer, other, penalty, inputs);
    }

    NetworkSubject with(RegularizationSpec other) {
        return new NetworkSubject(name, tasks, trunk, optimizer, balancer, other, inputs);
    }

    NetworkSubject with(Inputs others) {
        return new NetworkSubject(name, tasks, trunk, optimizer, balancer, penalty, others);
    }

    @Override
    public Instance<MiniBatch> create(long seed) {
        LearnerSpec spec = Specs.learner(tasks, trunk, optimizer, penalty, balancer, inputs.rows, seed);
        return new NetworkInstance(spec, inputs, batches(QUESTION, 0).next(inputs.rows));
    }

    private RandomBatches batches(long seed, double labelRate) {
        return new RandomBatches(tasks, inputs.dense, inputs.sparse, labelRate, seed);
    }

    /** Every fifth is without any label. */
    @Override
    public MiniBatch input(long seed, int n) {
        return batches(1000 * seed + n, n % 5 == 1 ? 0 : 0.5).next(1 + 3 * n % inputs.rows);
    }

    /** Clusters want no labels: rows without any move their centroids, and only a mini-batch without rows is nothing. */
    @Override
    public List<MiniBatch> nothings(long seed) {
        MiniBatch empty = batches(seed, 0.5).next(0);
        boolean clusters = tasks.stream().anyMatch(TaskSpec.Clustering.class::isInstance);
        return clusters ? List.of(empty) : List.of(empty, batches(seed, 0).next(inputs.rows));
    }

    /** With all labels. None for what only clusters, whose distances grow as it tells more and more apart. */
    @Override
    public Optional<MiniBatch> lesson(long seed) {
        boolean learns = !tasks.stream().allMatch(TaskSpec.Clustering.class::isInstance);
        return learns ? Optional.of(batches(seed, 1).next(inputs.rows)) : Optional.empty();
    }

    /**
     * Inputs and labels beyond all bounds or no numbers at all, a single large one, and long peace before trouble. None
     * where the rate falls, and with it what can be made good again.
     */
    @Override
    public List<List<MiniBatch>> trials(long seed) {
        if (!(optimizer.learningRate().schedule() instanceof ScheduleSpec.Constant)) {
            return List.of();
        }
        List<List<MiniBatch>> trials = new ArrayList<>();
        for (float absurd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1e30f, -1e12f}) {
            MiniBatch wrongInputs = batches(seed, 1).next(inputs.rows);
            Arrays.fill(wrongInputs.dense(), absurd);
            trials.add(List.of(wrongInputs));
            trials.add(List.of(labelled(seed, absurd, absurd)));
        }
        // Other numbers than counts are standardised: of a thousand none is more than 32 deviations off.
        trials.add(List.of(labelled(seed, 20_000, 30)));
        trials.add(Collections.nCopies(2000, labelled(seed, 0, 0)));
        return trials;
    }

    /** Labels that are all 0, but for numbers in the first row. */
    private MiniBatch labelled(long seed, float count, float number) {
        MiniBatch batch = batches(seed, 1).next(inputs.rows);
        Arrays.fill(batch.targets(), 0);
        LabelLayout layout = new LabelLayout(tasks);
        for (int t = 0; t < tasks.size(); t++) {
            if (tasks.get(t) instanceof TaskSpec.Regression regression) {
                boolean counts = regression.loss() instanceof RegressionLoss.Poisson;
                batch.targets()[layout.labelOffset(t)] = counts ? count : number;
            }
        }
        return batch;
    }

    @Override
    public boolean isSeeded() {
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}

package io.mainstem.network;

import io.mainstem.spec.Activation;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.BatchSpec;
import io.mainstem.spec.CheckpointSpec;
import io.mainstem.spec.EventSpec;
import io.mainstem.spec.LabelsSpec;
import io.mainstem.spec.LayerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.MetricsSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.RegularizationSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TopicNames;
import io.mainstem.spec.TrunkSpec;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Learners for tests: what of a learner shapes the network is given, the rest does not matter. */
public final class Specs {

    public static final RegularizationSpec NO_PENALTY = new RegularizationSpec(0, 0);
    public static final OptimizerSpec ADAM = new OptimizerSpec.Adam(0.01, Double.POSITIVE_INFINITY, 0.9, 0.999, 1e-8);
    public static final OptimizerSpec SGD = new OptimizerSpec.Sgd(0.1, Double.POSITIVE_INFINITY, 0, false);

    private Specs() {}

    public static LearnerSpec learner(
            List<TaskSpec> tasks,
            List<LayerSpec> trunk,
            OptimizerSpec optimizer,
            RegularizationSpec regularization,
            int batchSize,
            long seed) {
        return learner(
                tasks, new TrunkSpec.Mlp(trunk), optimizer, regularization, new BalancerSpec.Static(), batchSize, seed);
    }

    public static LearnerSpec learner(
            List<TaskSpec> tasks,
            TrunkSpec trunk,
            OptimizerSpec optimizer,
            RegularizationSpec regularization,
            BalancerSpec balancer,
            int batchSize,
            long seed) {
        return new LearnerSpec(
                "test",
                List.of(),
                tasks,
                trunk,
                optimizer,
                balancer,
                regularization,
                new BatchSpec(batchSize, null),
                new MetricsSpec(100, 100),
                new CheckpointSpec(1000, null, 10),
                new EventSpec(1_000_000, Duration.ofDays(1)),
                LabelsSpec.NONE,
                TopicNames.defaults(),
                seed);
    }

    public static LayerSpec layer(int units, Activation activation) {
        return new LayerSpec(units, activation);
    }

    public static TaskSpec binary(String name, LayerSpec... hidden) {
        return new TaskSpec.Binary(name, 1, List.of(hidden), TaskSpec.Reduction.MEAN);
    }

    public static TaskSpec multiclass(String name, int classes, LayerSpec... hidden) {
        return new TaskSpec.Multiclass(name, names(classes), 1, List.of(hidden), TaskSpec.Reduction.MEAN);
    }

    public static TaskSpec multilabel(String name, int labels, LayerSpec... hidden) {
        return new TaskSpec.Multilabel(name, names(labels), 1, List.of(hidden), TaskSpec.Reduction.MEAN);
    }

    public static TaskSpec regression(String name, int outputs, RegressionLoss loss, LayerSpec... hidden) {
        return new TaskSpec.Regression(name, outputs, loss, 1, List.of(hidden), TaskSpec.Reduction.MEAN);
    }

    public static List<String> names(int n) {
        return IntStream.range(0, n).mapToObj(Integer::toString).toList();
    }
}

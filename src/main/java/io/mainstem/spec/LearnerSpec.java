package io.mainstem.spec;

import java.util.List;

/**
 * A learner as its user declares it in one YAML file; immutable. {@link LearnerSpecReader} makes valid ones; the
 * constructor itself checks nothing, so that tests can build parts.
 *
 * @param name names the application and, where nothing else is said, its consumer group and changelog
 * @param features in declaration order, which fixes the columns of the network's input
 * @param tasks in declaration order, which fixes the layout of labels and outputs
 * @param seed of the initial weights, the only randomness there is
 */
public record LearnerSpec(
        String name,
        List<FeatureSpec> features,
        List<TaskSpec> tasks,
        TrunkSpec trunk,
        OptimizerSpec optimizer,
        BalancerSpec balancer,
        RegularizationSpec regularization,
        BatchSpec batch,
        MetricsSpec metrics,
        DriftSpec drift,
        IntervalSpec intervals,
        TwinSpec twins,
        CheckpointSpec checkpoints,
        EventSpec events,
        LabelsSpec labels,
        TopicNames topics,
        long seed) {

    public LearnerSpec {
        features = List.copyOf(features);
        tasks = List.copyOf(tasks);
    }

    /** Judging itself as usual, without twins. */
    public LearnerSpec(
            String name,
            List<FeatureSpec> features,
            List<TaskSpec> tasks,
            TrunkSpec trunk,
            OptimizerSpec optimizer,
            BalancerSpec balancer,
            RegularizationSpec regularization,
            BatchSpec batch,
            MetricsSpec metrics,
            CheckpointSpec checkpoints,
            EventSpec events,
            LabelsSpec labels,
            TopicNames topics,
            long seed) {
        this(
                name,
                features,
                tasks,
                trunk,
                optimizer,
                balancer,
                regularization,
                batch,
                metrics,
                DriftSpec.DEFAULT,
                IntervalSpec.DEFAULT,
                TwinSpec.NONE,
                checkpoints,
                events,
                labels,
                topics,
                seed);
    }

    /** The same learner, judging itself otherwise. */
    public LearnerSpec judging(DriftSpec drift, IntervalSpec intervals, TwinSpec twins) {
        return new LearnerSpec(
                name,
                features,
                tasks,
                trunk,
                optimizer,
                balancer,
                regularization,
                batch,
                metrics,
                drift,
                intervals,
                twins,
                checkpoints,
                events,
                labels,
                topics,
                seed);
    }

    /** The same learner of that task alone, whose losses are then weighed against no others; without twins. */
    public LearnerSpec alone(TaskSpec task) {
        return new LearnerSpec(
                name,
                features,
                List.of(task),
                trunk,
                optimizer,
                new BalancerSpec.Static(),
                regularization,
                batch,
                metrics,
                drift,
                intervals,
                TwinSpec.NONE,
                checkpoints,
                events,
                labels,
                topics,
                seed);
    }

    /**
     * The same learner for whoever only predicts: what its network would keep for learning on is as small as may be. The
     * predictions are the same, to the bit.
     */
    public LearnerSpec forPredictions() {
        return new LearnerSpec(
                name,
                features,
                tasks,
                trunk,
                new OptimizerSpec.Sgd(optimizer.learningRate(), optimizer.clipNorm(), 0, false),
                balancer,
                regularization,
                new BatchSpec(1, null),
                metrics,
                drift,
                intervals,
                twins,
                checkpoints,
                events,
                labels,
                topics,
                seed);
    }

    /** Whether events are kept or remembered after they were taken, so that labels or repeats of them are known again. */
    public boolean remembersEvents() {
        return labels.areAwaited() || events.repeats() != null;
    }
}

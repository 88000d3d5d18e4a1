package io.mainstem.learn;

import io.mainstem.evaluate.TaskEvaluator;
import io.mainstem.evaluate.TaskScores;
import io.mainstem.event.Event;
import io.mainstem.event.Insight;
import io.mainstem.event.ModelVersion;
import io.mainstem.event.TaskMetrics;
import io.mainstem.network.Network;
import io.mainstem.spec.LearnerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a learner says of itself, and when: metrics by the examples scored, versions by the examples learned or by time. */
final class Reports {

    private final LearnerSpec spec;
    private final int replica;
    private final Progress progress;
    private final Network network;
    private final TaskBalance balance;
    private final Helm helm;
    private final List<TaskEvaluator> evaluators;
    private final HoldOut holdOut;
    private final DriftWatch drifts;
    private final Twins twins;
    private final LabelScores late;
    private final Regions regions;

    Reports(
            LearnerSpec spec,
            int replica,
            Progress progress,
            Network network,
            TaskBalance balance,
            Helm helm,
            List<TaskEvaluator> evaluators,
            HoldOut holdOut,
            DriftWatch drifts,
            Twins twins,
            LabelScores late,
            Regions regions) {
        this.spec = spec;
        this.replica = replica;
        this.progress = progress;
        this.network = network;
        this.balance = balance;
        this.helm = helm;
        this.evaluators = evaluators;
        this.holdOut = holdOut;
        this.drifts = drifts;
        this.twins = twins;
        this.late = late;
        this.regions = regions;
        progress.metricsDue = spec.metrics().every();
        progress.checkpointDue = spec.checkpoints().every();
    }

    /** What is due once mini-batches are learned: a version, metrics, or both. */
    void afterBatches(LearnerOutput output) {
        boolean checkpointIsDue = progress.examples >= progress.checkpointDue || isLastCheckpointOld();
        if (checkpointIsDue) {
            progress.version++;
            progress.checkpointDue = nextMultiple(spec.checkpoints().every(), progress.examples);
            progress.checkpointTime = progress.time;
        }
        afterScore(output);
        if (checkpointIsDue) {
            output.checkpoint(checkpoint());
        }
    }

    private boolean isLastCheckpointOld() {
        Duration interval = spec.checkpoints().interval();
        return interval != null
                && progress.checkpointTime != Event.NO_TIME
                && Duration.ofMillis(progress.time - progress.checkpointTime).compareTo(interval) >= 0;
    }

    /** Metrics, if they are due once examples are scored, learned or not. */
    void afterScore(LearnerOutput output) {
        long scored = progress.examples + helm.steering().notLearned();
        if (scored >= progress.metricsDue) {
            progress.metricsDue = nextMultiple(spec.metrics().every(), scored);
            metrics().forEach(output::metrics);
        }
    }

    private static long nextMultiple(int every, long count) {
        return (count / every + 1) * every;
    }

    /** How every task does at present, in the order of their declaration. */
    List<TaskMetrics> metrics() {
        List<TaskMetrics> all = new ArrayList<>();
        for (int t = 0; t < evaluators.size(); t++) {
            TaskEvaluator evaluator = evaluators.get(t);
            TaskScores scores = evaluator.scores();
            all.add(new TaskMetrics(
                    progress.time,
                    spec.tasks().get(t).name(),
                    replica,
                    network.steps(),
                    progress.events,
                    evaluator.labels(),
                    helm.steering().notLearned(),
                    balance.weight(t),
                    balance.gradientCosines(t),
                    scores.run(),
                    scores.window(),
                    scores.baselines(),
                    scores.windowBaselines(),
                    late.counts(t),
                    late.ages(t),
                    insight(t, scores)));
        }
        return all;
    }

    private Insight insight(int task, TaskScores scores) {
        return new Insight(
                scores.faded(),
                scores.calibration(),
                holdOut.scores(task),
                twins.gain(task),
                regions.coverage(task),
                drifts.count(task));
    }

    /** What there is to say of the model at present. */
    Checkpoint checkpoint() {
        return new Checkpoint(
                model(),
                progress.time,
                progress.events,
                progress.examples,
                progress.offsets(),
                network.checksum(),
                helm.steering(),
                metrics());
    }

    /** The model as it is at present. */
    ModelVersion model() {
        return new ModelVersion(replica, progress.epoch, progress.version, network.steps());
    }
}

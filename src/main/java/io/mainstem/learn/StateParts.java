package io.mainstem.learn;

import io.mainstem.encode.Encoder;
import io.mainstem.encode.TargetScaler;
import io.mainstem.evaluate.TaskEvaluator;
import io.mainstem.learn.StateComponent.Kind;
import io.mainstem.network.NetworkState;
import io.mainstem.network.StateArray;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/** The parts of a learner as arrays, and how they make up the components of its state. */
final class StateParts {

    private final WholePart progress;
    private final WholePart encoder;
    private final WholePart balance;
    private final WholePart steering;
    private final List<WholePart> targets = new ArrayList<>();
    private final List<WholePart> metrics = new ArrayList<>();
    private final List<WholePart> waiting = new ArrayList<>();
    private final List<StateComponent> components = new ArrayList<>();

    StateParts(
            LearnerSpec spec,
            Progress counters,
            Encoder encoding,
            TargetScaler scaler,
            List<TaskEvaluator> evaluators,
            HoldOut holdOut,
            DriftWatch drifts,
            DriftReactions reactions,
            Twins twins,
            TaskBalance balancing,
            Helm helm,
            NetworkState network,
            WaitProgress waitProgress,
            LabelScores late,
            Regions regions) {
        progress = new WholePart("progress", counters.stateBytes(), counters::write, counters::read);
        encoder = new WholePart("encoder", encoding.stateBytes(), encoding::write, encoding::read);
        balance = new WholePart("balance", balancing.stateBytes(), balancing::write, balancing::read);
        steering = new WholePart("steering", helm.stateBytes(), helm::write, helm::read);
        StateLayout layout = new StateLayout(spec);
        add(Kind.PROGRESS, "", List.of(progress, network.steps()));
        add(Kind.ENCODER, layout.encoder(), List.of(encoder));
        add(Kind.TRUNK, layout.trunk(), network.shared().weights());
        add(
                Kind.TRUNK_OPTIMIZER,
                layout.trunk() + layout.optimizer(),
                network.shared().optimizer());
        if (!network.crossing().weights().isEmpty()) {
            add(Kind.CROSSING, layout.tasks(), network.crossing().weights());
            add(
                    Kind.CROSSING_OPTIMIZER,
                    layout.tasks() + layout.optimizer(),
                    network.crossing().optimizer());
        }
        List<StateArray> ofBalancer = new ArrayList<>(network.balancer());
        ofBalancer.add(balance);
        add(Kind.BALANCER, layout.balancer(), ofBalancer);
        if (spec.remembersEvents()) {
            waiting.add(new WholePart("waiting", waitProgress.stateBytes(), waitProgress::write, waitProgress::read));
            add(Kind.WAITING, "", waiting);
        }
        for (int t = 0; t < evaluators.size(); t++) {
            TaskSpec task = spec.tasks().get(t);
            int index = t;
            TaskEvaluator evaluator = evaluators.get(t);
            targets.add(new WholePart(
                    "targets." + task.name(),
                    scaler.stateBytes(t),
                    out -> scaler.write(index, out),
                    in -> scaler.read(index, in)));
            metrics.add(
                    new WholePart("metrics." + task.name(), evaluator.stateBytes(), evaluator::write, evaluator::read));
            NetworkState.Group own = network.tasks().get(t);
            List<StateArray> model = new ArrayList<>(own.weights());
            model.add(targets.get(t));
            components.add(new StateComponent(Kind.TASK, task.name(), layout.task(task), task.labelWidth(), model));
            add(Kind.TASK_OPTIMIZER, task, layout.task(task) + layout.optimizer(), own.optimizer());
            add(Kind.TASK_METRICS, task, layout.metrics(task), List.of(metrics.get(t)));
            add(Kind.TASK_DRIFT, task, layout.drift(task), List.of(drifts.part(task)));
            if (holdOut.isOn()) {
                add(
                        Kind.TASK_HELD_OUT,
                        task,
                        layout.metrics(task),
                        List.of(holdOut.parts().get(t)));
            }
            WholePart intervals = regions.part(t);
            if (intervals != null) {
                add(Kind.TASK_INTERVALS, task, layout.intervals(task), List.of(intervals));
            }
            if (spec.labels().areAwaited()) {
                WholePart labels = new WholePart(
                        "labels." + task.name(),
                        late.stateBytes(t),
                        out -> late.write(index, out),
                        in -> late.read(index, in));
                waiting.add(labels);
                add(Kind.TASK_LABELS, task, layout.task(task), List.of(labels));
            }
        }
        add(Kind.STEERING, "", List.of(steering));
        if (drifts.featurePart() != null) {
            add(Kind.FEATURE_DRIFT, layout.encoder(), List.of(drifts.featurePart()));
        }
        if (reactions.part() != null) {
            add(Kind.DRIFT_REACTION, "", List.of(reactions.part()));
        }
        components.addAll(twins.components(layout));
    }

    /** What commands have set; part of {@link #components()}. */
    WholePart steering() {
        return steering;
    }

    private void add(Kind kind, String layout, List<? extends StateArray> arrays) {
        components.add(new StateComponent(kind, "", layout, 0, List.copyOf(arrays)));
    }

    private void add(Kind kind, TaskSpec task, String layout, List<? extends StateArray> arrays) {
        components.add(new StateComponent(kind, task.name(), layout, 0, List.copyOf(arrays)));
    }

    List<StateComponent> components() {
        return components;
    }

    WholePart progress() {
        return progress;
    }

    WholePart encoder() {
        return encoder;
    }

    WholePart balance() {
        return balance;
    }

    /** The scale of the task's labels. */
    WholePart targets(int task) {
        return targets.get(task);
    }

    /** All that the waiting for labels changes. */
    List<WholePart> waiting() {
        return waiting;
    }

    WholePart metrics(int task) {
        return metrics.get(task);
    }
}

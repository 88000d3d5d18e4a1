package io.mainstem.contract;

import io.mainstem.network.Specs;
import io.mainstem.spec.Activation;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.LayerSpec;
import io.mainstem.spec.LearningRateSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.RegularizationSpec;
import io.mainstem.spec.ScheduleSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Networks that have every loss, activation, optimizer, schedule, balancer and trunk. A new one is a line in its list. */
final class NetworkSubjects {

    private static final double OFF = Double.POSITIVE_INFINITY;
    private static final LearningRateSpec RATE = new LearningRateSpec(0.01, 3, new ScheduleSpec.InverseSquareRoot(20));

    private static final List<LayerSpec> LAYERS =
            List.of(Specs.layer(6, Activation.RELU), Specs.layer(5, Activation.GELU));

    private static final List<TrunkSpec> TRUNKS =
            List.of(new TrunkSpec.Mlp(LAYERS), new TrunkSpec.Mmoe(3, LAYERS), new TrunkSpec.Ple(2, 2, 1, LAYERS));

    private static final List<BalancerSpec> BALANCERS = List.of(
            new BalancerSpec.Static(),
            new BalancerSpec.Uncertainty(0.1),
            new BalancerSpec.GradNorm(0.1, 1.5),
            new BalancerSpec.PcGrad(),
            new BalancerSpec.Famo(0.1, 0.01));

    private static final List<OptimizerSpec> OPTIMIZERS = List.of(
            new OptimizerSpec.Sgd(RATE, OFF, 0, false),
            new OptimizerSpec.Sgd(RATE, OFF, 0.9, false),
            new OptimizerSpec.Sgd(RATE, 1, 0.9, true),
            new OptimizerSpec.Adagrad(RATE, OFF, 1e-6),
            new OptimizerSpec.RmsProp(RATE, 0.5, 0.9, 1e-6),
            new OptimizerSpec.Adam(RATE, 0.1, 0.9, 0.99, 1e-8),
            new OptimizerSpec.AdamW(RATE, OFF, 0.9, 0.99, 1e-8, 0.1));

    private static final List<ScheduleSpec> SCHEDULES = List.of(
            new ScheduleSpec.Constant(),
            new ScheduleSpec.Step(5, 0.9),
            new ScheduleSpec.Exponential(5, 0.9),
            new ScheduleSpec.InverseSquareRoot(5));

    private static final List<RegularizationSpec> PENALTIES =
            List.of(Specs.NO_PENALTY, new RegularizationSpec(0.01, 0), new RegularizationSpec(0, 0.1));

    private static final List<RegressionLoss> REGRESSION_LOSSES = List.of(
            new RegressionLoss.Squared(),
            new RegressionLoss.Huber(0.5),
            new RegressionLoss.Quantile(0.9),
            new RegressionLoss.Poisson());

    private static final TaskSpec SHAPING = new TaskSpec.Clustering("shaping", 3, 0.9, 0.2, true);
    private static final TaskSpec WATCHING = new TaskSpec.Clustering("watching", 3, 0.9, 1, false);

    /** Tasks that share a trunk, one of them with a head of its own. */
    private static final List<TaskSpec> TASKS = List.of(
            Specs.binary("b"),
            Specs.multiclass("c", 3, Specs.layer(4, Activation.TANH)),
            Specs.regression("r", 2, new RegressionLoss.Squared()));

    /** Of which each subject is a variation. */
    private static final NetworkSubject PLAIN = new NetworkSubject(
            "plain",
            TASKS,
            TRUNKS.get(0),
            Specs.ADAM,
            BALANCERS.get(0),
            new RegularizationSpec(0.001, 0.01),
            new NetworkSubject.Inputs(3, 20, 10));

    private NetworkSubjects() {}

    static Stream<Subject<?>> all() {
        return Stream.of(losses(), activations(), steps(), balancedTrunks(), clusterings(), inputs())
                .flatMap(each -> each);
    }

    /** Every balancer with every optimizer, at rates that are in use; with all that can go wrong in the tasks. */
    static Stream<NetworkSubject> tried() {
        return BALANCERS.stream()
                .flatMap(balancer -> usual().map(optimizer -> PLAIN.named("tried %s, %s".formatted(balancer, optimizer))
                        .with(List.of(
                                Specs.binary("b"),
                                Specs.regression("p", 1, new RegressionLoss.Poisson()),
                                Specs.regression("r", 1, new RegressionLoss.Squared()),
                                WATCHING))
                        .with(balancer)
                        .with(optimizer)));
    }

    private static Stream<OptimizerSpec> usual() {
        LearningRateSpec rate = new LearningRateSpec(0.01, 0, new ScheduleSpec.Constant());
        LearningRateSpec small = new LearningRateSpec(0.001, 0, new ScheduleSpec.Constant());
        return Stream.of(
                new OptimizerSpec.Sgd(rate, OFF, 0, false),
                new OptimizerSpec.Sgd(small, OFF, 0.9, true),
                new OptimizerSpec.Adagrad(rate, OFF, 1e-8),
                new OptimizerSpec.RmsProp(small, OFF, 0.9, 1e-8),
                new OptimizerSpec.Adam(small, OFF, 0.9, 0.999, 1e-8),
                new OptimizerSpec.AdamW(small, OFF, 0.9, 0.999, 1e-8, 0.01));
    }

    private static Stream<NetworkSubject> losses() {
        return Arrays.stream(TaskSpec.Reduction.values()).flatMap(reduction -> tasks(reduction).stream()
                .map(task ->
                        PLAIN.named("loss " + task.name() + " " + reduction).with(List.of(task))));
    }

    private static List<TaskSpec> tasks(TaskSpec.Reduction reduction) {
        List<TaskSpec> tasks = new ArrayList<>(List.of(
                new TaskSpec.Binary("binary", 1, List.of(), reduction),
                new TaskSpec.Multiclass("multiclass", Specs.names(4), 1, List.of(), reduction),
                new TaskSpec.Multilabel("multilabel", Specs.names(3), 1, List.of(), reduction)));
        for (RegressionLoss loss : REGRESSION_LOSSES) {
            tasks.add(new TaskSpec.Regression(kind(loss), 2, loss, 1, List.of(), reduction));
        }
        return tasks;
    }

    private static Stream<NetworkSubject> activations() {
        return Arrays.stream(Activation.values()).map(a -> PLAIN.named("activation " + a)
                .with(new TrunkSpec.Mlp(List.of(Specs.layer(6, a), Specs.layer(5, a))))
                .with(List.of(Specs.binary("b", Specs.layer(4, a)), TASKS.get(2))));
    }

    private static Stream<NetworkSubject> steps() {
        List<NetworkSubject> all = new ArrayList<>();
        OPTIMIZERS.forEach(o -> all.add(PLAIN.named("optimizer " + o).with(o)));
        for (ScheduleSpec schedule : SCHEDULES) {
            LearningRateSpec rate = new LearningRateSpec(0.01, 2, schedule);
            all.add(PLAIN.named("schedule " + schedule).with(new OptimizerSpec.Sgd(rate, OFF, 0, false)));
        }
        PENALTIES.forEach(p -> all.add(PLAIN.named("penalty " + p).with(p)));
        return all.stream();
    }

    private static Stream<NetworkSubject> balancedTrunks() {
        return TRUNKS.stream().flatMap(trunk -> BALANCERS.stream()
                .map(balancer -> PLAIN.named(kind(trunk) + ", balancer " + kind(balancer))
                        .with(trunk)
                        .with(balancer)));
    }

    private static Stream<NetworkSubject> clusterings() {
        List<NetworkSubject> all = new ArrayList<>();
        all.add(PLAIN.named("nothing but clusters").with(List.of(SHAPING, WATCHING)));
        all.add(PLAIN.named("watching clusters").with(List.of(TASKS.get(0), WATCHING)));
        for (BalancerSpec balancer : BALANCERS) {
            all.add(PLAIN.named("shaping clusters, balancer " + kind(balancer))
                    .with(List.of(TASKS.get(0), SHAPING, TASKS.get(1), WATCHING))
                    .with(balancer));
        }
        for (TrunkSpec trunk : TRUNKS) {
            all.add(PLAIN.named("shaping clusters, " + kind(trunk))
                    .with(List.of(TASKS.get(0), SHAPING, TASKS.get(1)))
                    .with(trunk)
                    .with(new BalancerSpec.PcGrad()));
        }
        return all.stream();
    }

    private static Stream<NetworkSubject> inputs() {
        return Stream.of(
                PLAIN.named("dense inputs").with(new NetworkSubject.Inputs(4, 0, 10)),
                PLAIN.named("sparse inputs").with(new NetworkSubject.Inputs(0, 30, 10)),
                PLAIN.named("single rows").with(new NetworkSubject.Inputs(3, 20, 1)),
                PLAIN.named("many inputs and rows").with(new NetworkSubject.Inputs(5, 200, 40)));
    }

    private static String kind(Object spec) {
        return spec.getClass().getSimpleName();
    }
}

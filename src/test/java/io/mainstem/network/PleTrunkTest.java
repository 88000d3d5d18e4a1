package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.Activation;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearningRateSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.RegularizationSpec;
import io.mainstem.spec.ScheduleSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PleTrunkTest {

    private static final int DENSE = 3;
    private static final int SPARSE = 9;
    private static final int ROWS = 6;
    private static final long SEED = 3;

    private static final List<TaskSpec> TASKS = List.of(
            Specs.binary("a"), Specs.multiclass("b", 3), Specs.regression("c", 1, new RegressionLoss.Squared()));
    private static final OptimizerSpec DECAYING = new OptimizerSpec.AdamW(
            new LearningRateSpec(0.01, 0, new ScheduleSpec.Constant()),
            Double.POSITIVE_INFINITY,
            0.9,
            0.999,
            1e-8,
            0.1);

    private static TrunkSpec.Ple trunk(int levels) {
        return new TrunkSpec.Ple(
                levels, 2, 1, List.of(Specs.layer(5, Activation.TANH), Specs.layer(4, Activation.ELU)));
    }

    private static Network network(List<TaskSpec> tasks, int levels, OptimizerSpec optimizer, BalancerSpec balancer) {
        LearnerSpec spec = Specs.learner(
                tasks, trunk(levels), optimizer, new RegularizationSpec(0.001, 0.01), balancer, ROWS, SEED);
        return new Network(spec, DENSE, SPARSE, DENSE + 3);
    }

    @Test
    void noTwoParametersHaveTheSameNameWhateverTheTasksAreCalled() {
        List<TaskSpec> tasks = new ArrayList<>();
        for (String name :
                List.of("gate", "gate.x", "x", "x.0", "0.x", "0", "shared0", "expert0.x", "x.expert0", "W")) {
            tasks.add(Specs.binary(name));
        }
        Network network = network(tasks, 2, Specs.SGD, new BalancerSpec.Static());
        // W and b of two layers of every expert, of the tasks' gates, of one shared gate, and of the heads.
        int numbers = 2 * (2 * 2 * (2 + 10) + 2 * 10 + 1 + 10);
        assertThat(network.parameters().names()).hasSize(numbers);
    }

    /** The lower the level, the more of a silent task the others use, through the shared gates. */
    @Test
    void onlyWhatServesASilentTaskAloneStaysUntouched() {
        Network network = network(TASKS, 3, DECAYING, new BalancerSpec.Static());
        Parameters parameters = network.parameters();
        RandomBatches batches = new RandomBatches(TASKS, DENSE, SPARSE, 1, SEED);
        learn(network, batches.next(ROWS));
        List<float[]> before =
                parameters.names().stream().map(parameters::values).toList();

        learn(network, without(1, batches.next(ROWS), batches));

        List<String> untouched = new ArrayList<>();
        for (int p = 0; p < before.size(); p++) {
            String name = parameters.names().get(p);
            boolean same = java.util.Arrays.equals(before.get(p), parameters.values(name));
            assertThat(parameters.reached(name)).as(name).isEqualTo(!same);
            if (same) {
                untouched.add(name);
            }
        }
        assertThat(untouched)
                .containsExactly(
                        "trunk.1.gate.b.W",
                        "trunk.1.gate.b.b",
                        "trunk.2.expert0.b.0.W",
                        "trunk.2.expert0.b.0.b",
                        "trunk.2.expert0.b.1.W",
                        "trunk.2.expert0.b.1.b",
                        "trunk.2.gate.b.W",
                        "trunk.2.gate.b.b",
                        "head.b.0.W",
                        "head.b.0.b");
    }

    /** A copy in which the task has no labels. */
    private static MiniBatch without(int task, MiniBatch batch, RandomBatches batches) {
        int tasks = batches.layout().tasks();
        int width = batches.layout().labelWidth();
        MiniBatch copy = new MiniBatch(batch.size(), DENSE, width, tasks);
        for (int r = 0; r < batch.size(); r++) {
            copy.add(batches.row(batch, r));
            for (int t = 0; t < tasks; t++) {
                // One number to a label here.
                if (t != task && batch.labelled()[r * tasks + t]) {
                    copy.label(r, t, batches.layout().labelOffset(t), batch.targets()[r * width + t]);
                }
            }
        }
        return copy;
    }

    /** Gradients of single tasks, summed: no share is lost, none counts twice, and none is left over for the next step. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void taskByTaskIsTheSameAsTogether(int levels) {
        OptimizerSpec sgd = new OptimizerSpec.Sgd(0.1, Double.POSITIVE_INFINITY, 0.9, false);
        Network together = network(TASKS, levels, sgd, new BalancerSpec.Static());
        // Of so slow a rate that its weights stay 1.
        Network single = network(TASKS, levels, sgd, new BalancerSpec.GradNorm(1e-12, 1));
        RandomBatches batches = new RandomBatches(TASKS, DENSE, SPARSE, 0.3, SEED);
        for (int step = 0; step < 12; step++) {
            MiniBatch batch = batches.next(1 + step % ROWS);
            learn(together, batch);
            learn(single, batch);
            for (String name : together.parameters().names()) {
                String what = "%s, step %d, seed %d".formatted(name, step, SEED);
                float[] expected = together.parameters().values(name);
                float[] actual = single.parameters().values(name);
                assertThat(actual).as(what).containsExactly(expected, within(2e-5f));
            }
        }
    }

    private static void learn(Network network, MiniBatch batch) {
        network.forward(batch);
        network.step(batch);
    }
}

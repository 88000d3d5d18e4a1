package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.Row;
import io.mainstem.spec.Activation;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Comparing the tasks' gradients on the way, now and then. */
class BackpropagationTest {

    private static final long SEED = 4;
    private static final List<TaskSpec> TASKS = List.of(
            Specs.binary("a"),
            Specs.regression("b", 2, new RegressionLoss.Squared(), Specs.layer(3, Activation.TANH)),
            Specs.binary("c"));

    private static Network network(TrunkSpec trunk, BalancerSpec balancer) {
        LearnerSpec spec = Specs.learner(TASKS, trunk, Specs.ADAM, Specs.NO_PENALTY, balancer, 6, SEED);
        return new Network(spec, 3, 8, 4);
    }

    static List<TrunkSpec> trunks() {
        return List.of(
                new TrunkSpec.Mlp(List.of(Specs.layer(5, Activation.RELU), Specs.layer(4, Activation.TANH))),
                new TrunkSpec.Mmoe(2, List.of(Specs.layer(4, Activation.TANH))),
                new TrunkSpec.Ple(2, 2, 1, List.of(Specs.layer(4, Activation.TANH))));
    }

    private static void learn(Network network, MiniBatch batch) {
        network.forward(batch);
        network.step(batch);
    }

    @ParameterizedTest
    @MethodSource("trunks")
    void comparingChangesNothing(TrunkSpec trunk) {
        Network one = network(trunk, new BalancerSpec.Static());
        Network later = network(trunk, new BalancerSpec.Static());
        count(later, 1);
        RandomBatches batches = new RandomBatches(TASKS, 3, 8, 0.7, SEED);
        int onlyOne = 0;
        for (int i = 0; i < 95; i++) {
            MiniBatch batch = batches.next(6);
            learn(one, batch);
            learn(later, batch);
            onlyOne += one.comparedGradients() != later.comparedGradients() ? 1 : 0;
            assertThat(one.checksum()).as("step %d, seed %d", i, SEED).isEqualTo(later.checksum());
        }
        assertThat(onlyOne).isPositive();
    }

    private static void count(Network network, int steps) {
        for (StateArray array : network.state().all()) {
            if (array.name().equals("steps")) {
                // The low word first.
                array.read(0, Long.BYTES, ByteBuffer.allocate(Long.BYTES).putInt(0, steps));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("trunks")
    void samplesCompareAsEveryStepDoes(TrunkSpec trunk) {
        MiniBatch batch = new RandomBatches(TASKS, 3, 8, 0.7, SEED).next(6);
        Network sampled = network(trunk, new BalancerSpec.Static());
        Network always = network(trunk, new BalancerSpec.PcGrad());
        learn(sampled, batch);
        learn(always, batch);
        assertThat(sampled.comparedGradients()).isTrue();
        for (int t = 0; t < TASKS.size(); t++) {
            for (int other = 0; other < t; other++) {
                assertThat(sampled.gradientCosine(t, other))
                        .as("%d with %d, seed %d", t, other, SEED)
                        .isCloseTo(always.gradientCosine(t, other), within(1e-5))
                        .isBetween(-1.0, 1.0);
            }
        }
        learn(sampled, batch);
        assertThat(sampled.comparedGradients()).isFalse();
        assertThat(sampled.gradientCosine(0, 1)).isNaN();
    }

    /** Tasks b and c are labelled in turns. */
    @Test
    void noRhythmOfTheLabelsEvadesTheSample() {
        Network network = network(trunks().get(0), new BalancerSpec.Static());
        RandomBatches batches = new RandomBatches(TASKS, 3, 8, 1, SEED);
        int[] compared = new int[TASKS.size()];
        int steps = 3200;
        for (int i = 0; i < steps; i++) {
            MiniBatch batch = batches.next(6);
            for (int r = 0; r < batch.size(); r++) {
                batch.labelled()[r * TASKS.size() + 1 + i % 2] = false;
            }
            learn(network, batch);
            for (int t = 1; t < compared.length; t++) {
                compared[t] += Double.isNaN(network.gradientCosine(0, t)) ? 0 : 1;
            }
        }
        int expected = steps / 2 / (32 * 2);
        assertThat(compared[1]).isBetween(expected / 2, 2 * expected);
        assertThat(compared[2]).isBetween(expected / 2, 2 * expected);
    }

    /** What counts is how many sparse rows the mini-batch uses, times the tasks. */
    @Test
    void gradientsThatAreTooLargeAreNotCompared() {
        List<TaskSpec> tasks =
                IntStream.range(0, 8).mapToObj(t -> Specs.binary("task" + t)).toList();
        int sparse = 1 << 16;
        LearnerSpec spec =
                Specs.learner(tasks, List.of(Specs.layer(66, Activation.RELU)), Specs.SGD, Specs.NO_PENALTY, 1, SEED);
        Network network = new Network(spec, 1, sparse, 4);
        MiniBatch batch = new MiniBatch(1, 1, tasks.size(), tasks.size());
        int[] columns = IntStream.range(0, sparse).toArray();
        float[] values = new float[sparse];
        Arrays.fill(values, 0.01f);
        batch.add(new Row(new float[] {1}, columns, values));
        for (int t = 0; t < tasks.size(); t++) {
            batch.label(0, t, t, 1);
        }
        learn(network, batch);
        assertThat(network.steps()).isEqualTo(1);
        assertThat(network.comparedGradients()).isFalse();
    }

    @Test
    void aTaskHasNothingToCompareItselfWith() {
        LearnerSpec spec = Specs.learner(
                TASKS.subList(0, 1), trunks().get(0), Specs.ADAM, Specs.NO_PENALTY, new BalancerSpec.Static(), 6, SEED);
        Network network = new Network(spec, 3, 8, 4);
        learn(network, new RandomBatches(TASKS.subList(0, 1), 3, 8, 1, SEED).next(6));
        assertThat(network.comparedGradients()).isFalse();
    }
}

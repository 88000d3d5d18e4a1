package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.Activation;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses and gradients of random networks against finite differences of a plain double-precision loss. */
class GradientTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomNetworksAgreeWithTheReference(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        int dense = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(5);
        int sparse = dense == 0 || random.nextBoolean() ? 2 + random.nextInt(9) : 0;
        List<TaskSpec> tasks = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int t = 0; t < count; t++) {
            tasks.add(RandomSpecs.task("t" + t, random.nextInt(RandomSpecs.TASK_KINDS), random));
        }
        check(tasks, RandomSpecs.trunk(random), dense, sparse, seed);
    }

    @ParameterizedTest
    @EnumSource
    void everyActivationDerives(Activation activation) {
        List<TaskSpec> tasks = List.of(Specs.regression("y", 2, new RegressionLoss.Squared()));
        TrunkSpec trunk = new TrunkSpec.Mlp(List.of(Specs.layer(5, activation), Specs.layer(4, activation)));
        check(tasks, trunk, 3, 4, 17);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void everyLossDerives(int kind) {
        RandomGenerator random = new SplittableRandom(kind);
        TrunkSpec trunk = new TrunkSpec.Mlp(List.of(Specs.layer(4, Activation.TANH)));
        check(List.of(RandomSpecs.task("y", kind, random)), trunk, 3, 0, kind);
    }

    private static void check(List<TaskSpec> tasks, TrunkSpec trunk, int dense, int sparse, long seed) {
        LearnerSpec spec = Specs.learner(tasks, trunk, Specs.SGD, Specs.NO_PENALTY, new BalancerSpec.Static(), 7, seed);
        Network network = new Network(spec, dense, sparse, dense + 3);
        RandomSpecs.awayFromKinks(network.parameters(), new SplittableRandom(seed));
        RandomBatches batches = new RandomBatches(tasks, dense, sparse, 0.6, seed);
        // Some steps first, so that the heads' last layers are not small any more.
        for (int i = 0; i < 5; i++) {
            MiniBatch batch = batches.next(7);
            network.forward(batch);
            network.step(batch);
        }
        ReferenceNetwork reference = new ReferenceNetwork(spec, dense, sparse, network);
        MiniBatch batch = batches.next(7);
        network.forward(batch);
        double loss = network.step(batch);

        assertThat(loss).as("loss, seed %d", seed).isCloseTo(reference.loss(batch), within(1e-5 * (1 + loss)));
        double[] losses = reference.taskLosses(batch);
        List<Integer> active = IntStream.range(0, losses.length)
                .filter(t -> !Double.isNaN(losses[t]))
                .boxed()
                .toList();
        Parameters parameters = network.parameters();
        for (String name : parameters.names()) {
            assertThat(parameters.reached(name))
                    .as("whether %s is reached by %s, seed %d, %s", name, active, seed, spec)
                    .isEqualTo(reference.reached(name, active));
            double[] expected = reference.gradient(name, batch);
            float[] actual = parameters.reached(name) ? parameters.gradient(name) : new float[expected.length];
            double largest = 1e-3;
            for (double g : expected) {
                largest = Math.max(largest, Math.abs(g));
            }
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) actual[i])
                        .as("gradient of %s[%d], seed %d, %s", name, i, seed, spec)
                        .isCloseTo(expected[i], within(2e-5 * largest));
            }
        }
    }
}

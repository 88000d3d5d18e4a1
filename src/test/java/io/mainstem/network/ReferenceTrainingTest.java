package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RegularizationSpec;
import io.mainstem.spec.TaskSpec;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Short runs of random networks, tasks, optimisers and balancers against the plain double-precision reference. */
class ReferenceTrainingTest {

    private static final int ROWS = 6;
    private static final int STEPS = 6;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 80);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRunAgreesWithTheReference(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        int dense = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(4);
        int sparse = dense == 0 || random.nextBoolean() ? 2 + random.nextInt(6) : 0;
        List<TaskSpec> tasks = RandomSpecs.tasks(random);
        BalancerSpec balancer = RandomSpecs.balancer(random);
        LearnerSpec spec = Specs.learner(
                tasks,
                RandomSpecs.trunk(random),
                RandomSpecs.optimizer(random),
                random.nextBoolean() ? Specs.NO_PENALTY : new RegularizationSpec(0.001, 0.01),
                balancer,
                ROWS,
                seed);
        Network network = new Network(spec, dense, sparse, dense + 2);
        RandomSpecs.awayFromKinks(network.parameters(), random);
        ReferenceNetwork reference = new ReferenceNetwork(spec, dense, sparse, network);
        ReferenceTraining training = new ReferenceTraining(spec, reference, dense);
        RandomBatches batches = new RandomBatches(tasks, dense, sparse, 0.5, seed);
        for (int step = 0; step < STEPS; step++) {
            MiniBatch batch = batches.next(1 + random.nextInt(ROWS));
            double[] all = reference.losses(batch);
            double[] losses = reference.taskLosses(batch);
            double[] weights = training.weights(reference.excesses(batch));
            network.forward(batch);
            network.step(batch);
            for (int t = 0; t < losses.length; t++) {
                String what = "task %d, step %d, seed %d, %s".formatted(t, step, seed, spec);
                if (Double.isNaN(all[t])) {
                    assertThat(network.taskLoss(t)).as(what).isNaN();
                } else {
                    assertThat(network.taskLoss(t)).as(what).isCloseTo(all[t], within(1e-4 * (1 + Math.abs(all[t]))));
                }
                if (Double.isNaN(losses[t])) {
                    assertThat(network.taskWeight(t)).as(what).isNaN();
                } else {
                    assertThat(network.taskWeight(t)).as(what).isCloseTo(weights[t], within(1e-4 * (1 + weights[t])));
                }
            }
            training.step(batch);
        }
        for (String name : network.parameters().names()) {
            agree(network.parameters().values(name), reference.parameter(name), name + ", seed " + seed + spec);
        }
        for (int t : reference.clusterings()) {
            String what = "clusters of task %d, seed %d, %s".formatted(t, seed, spec);
            agree(floats(network.clusters(t).centroids()), reference.clusters(t).centroids(), what);
            agree(floats(network.clusters(t).counts()), reference.clusters(t).counts(), what);
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static void agree(float[] actual, double[] expected, String what) {
        double largest = 0.01;
        for (double w : expected) {
            largest = Math.max(largest, Math.abs(w));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("%s[%d]", what, i).isCloseTo(expected[i], within(1e-3 * largest));
        }
    }
}

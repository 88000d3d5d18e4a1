package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every loss, optimiser, balancer and trunk promises. */
class NetworkContractTest {

    private static final int DENSE = 3;
    private static final int SPARSE = 20;
    private static final int ROWS = 10;
    private static final long SEED = 5;

    private static final double OFF = Double.POSITIVE_INFINITY;
    private static final LearningRateSpec RATE = new LearningRateSpec(0.01, 3, new ScheduleSpec.InverseSquareRoot(20));

    private static final List<TaskSpec> TASKS = List.of(
            Specs.binary("b"),
            Specs.multiclass("c", 3, Specs.layer(4, Activation.TANH)),
            Specs.regression("r", 2, new RegressionLoss.Squared()));

    private static final TrunkSpec TRUNK =
            new TrunkSpec.Mlp(List.of(Specs.layer(6, Activation.RELU), Specs.layer(5, Activation.GELU)));

    private static final BalancerSpec STATIC = new BalancerSpec.Static();

    record Part(String name, LearnerSpec spec) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (OptimizerSpec optimizer : List.of(
                new OptimizerSpec.Sgd(RATE, OFF, 0, false),
                new OptimizerSpec.Sgd(RATE, 1, 0.9, true),
                new OptimizerSpec.Adagrad(RATE, OFF, 1e-6),
                new OptimizerSpec.RmsProp(RATE, OFF, 0.9, 1e-6),
                new OptimizerSpec.Adam(RATE, 0.1, 0.9, 0.99, 1e-8),
                new OptimizerSpec.AdamW(RATE, OFF, 0.9, 0.99, 1e-8, 0.1))) {
            parts.add(part(optimizer.getClass().getSimpleName(), TASKS, TRUNK, optimizer, STATIC));
        }
        for (BalancerSpec balancer : List.of(
                new BalancerSpec.Uncertainty(0.1),
                new BalancerSpec.GradNorm(0.1, 1.5),
                new BalancerSpec.PcGrad(),
                new BalancerSpec.Famo(0.1, 0.01))) {
            parts.add(part(balancer.getClass().getSimpleName(), TASKS, TRUNK, Specs.ADAM, balancer));
        }
        TrunkSpec mmoe =
                new TrunkSpec.Mmoe(3, List.of(Specs.layer(6, Activation.RELU), Specs.layer(5, Activation.GELU)));
        parts.add(part("Mmoe", TASKS, mmoe, Specs.ADAM, STATIC));
        parts.add(part("Mmoe with GradNorm", TASKS, mmoe, Specs.ADAM, new BalancerSpec.GradNorm(0.1, 1.5)));
        TaskSpec shaping = new TaskSpec.Clustering("shaping", 3, 0.9, 0.2, true);
        TaskSpec watching = new TaskSpec.Clustering("watching", 3, 0.9, 1, false);
        List<TaskSpec> clustered = List.of(TASKS.get(0), shaping, TASKS.get(1), watching);
        parts.add(part("clustering", clustered, TRUNK, Specs.ADAM, STATIC));
        parts.add(part("clustering with PcGrad", clustered, mmoe, Specs.ADAM, new BalancerSpec.PcGrad()));
        parts.add(part("clustering with Famo", clustered, TRUNK, Specs.ADAM, new BalancerSpec.Famo(0.1, 0.01)));
        for (TaskSpec task : List.of(
                Specs.multilabel("m", 3),
                Specs.regression("huber", 2, new RegressionLoss.Huber(0.5)),
                Specs.regression("quantile", 1, new RegressionLoss.Quantile(0.9)),
                Specs.regression("poisson", 1, new RegressionLoss.Poisson()))) {
            parts.add(part(task.name(), List.of(task), TRUNK, Specs.ADAM, STATIC));
        }
        return parts.stream();
    }

    private static Part part(
            String name, List<TaskSpec> tasks, TrunkSpec trunk, OptimizerSpec optimizer, BalancerSpec balancer) {
        RegularizationSpec penalty = new RegularizationSpec(0.001, 0.01);
        return new Part(name, Specs.learner(tasks, trunk, optimizer, penalty, balancer, ROWS, SEED));
    }

    private static Network network(Part part) {
        return new Network(part.spec(), DENSE, SPARSE, DENSE + 3);
    }

    private static RandomBatches batches(Part part, double labelRate) {
        return new RandomBatches(part.spec().tasks(), DENSE, SPARSE, labelRate, SEED);
    }

    private static double learn(Network network, MiniBatch batch) {
        network.forward(batch);
        return network.step(batch);
    }

    @ParameterizedTest
    @MethodSource("parts")
    void inputsAreNotMutated(Part part) {
        MiniBatch batch = batches(part, 0.5).next(ROWS);
        MiniBatch same = batches(part, 0.5).next(ROWS);
        Network network = network(part);
        learn(network, batch);
        learn(network, batch);
        assertThat(batch.dense()).containsExactly(same.dense());
        assertThat(batch.values()).containsExactly(same.values());
        assertThat(batch.columns()).containsExactly(same.columns());
        assertThat(batch.rowStart()).containsExactly(same.rowStart());
        assertThat(batch.targets()).containsExactly(same.targets());
        assertThat(batch.labelled()).containsExactly(same.labelled());
    }

    @ParameterizedTest
    @MethodSource("parts")
    void savedAndRestoredGoesOnWithTheSameBits(Part part) {
        RandomBatches batches = batches(part, 0.5);
        Network original = network(part);
        for (int i = 0; i < 6; i++) {
            learn(original, batches.next(1 + i));
        }
        Network restored = network(part);
        // Nothing of what was there before may shine through.
        learn(restored, batches.next(3));
        List<StateArray> to = restored.state();
        List<byte[]> saved = saved(original);
        for (int a = 0; a < to.size(); a++) {
            ByteBuffer in = ByteBuffer.wrap(saved.get(a));
            while (in.hasRemaining()) {
                to.get(a).read(in.position(), Math.min(12, in.remaining()), in);
            }
        }
        for (int i = 0; i < 6; i++) {
            MiniBatch batch = batches.next(1 + i);
            assertThat(learn(restored, batch)).as("step %d, seed %d", i, SEED).isEqualTo(learn(original, batch));
        }
        assertThat(saved(restored)).containsExactlyElementsOf(saved(original));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void sameSeedSameResult(Part part) {
        assertThat(saved(trained(part))).containsExactlyElementsOf(saved(trained(part)));
    }

    private static Network trained(Part part) {
        RandomBatches batches = batches(part, 0.5);
        Network network = network(part);
        for (int i = 0; i < 8; i++) {
            learn(network, batches.next(1 + i));
        }
        return network;
    }

    @ParameterizedTest
    @MethodSource("parts")
    void batchesWithoutRowsOrLabelsAreNoSteps(Part part) {
        Network network = trained(part);
        List<byte[]> before = saved(network);
        assertThat(learn(network, batches(part, 0.5).next(0))).isZero();
        assertThat(saved(network)).containsExactlyElementsOf(before);
        if (part.spec().tasks().stream().noneMatch(TaskSpec.Clustering.class::isInstance)) {
            assertThat(learn(network, batches(part, 0).next(ROWS))).isZero();
            assertThat(saved(network)).containsExactlyElementsOf(before);
        }
    }

    @ParameterizedTest
    @MethodSource("parts")
    void learnsWhatItSeesOften(Part part) {
        Network network = network(part);
        MiniBatch batch = batches(part, 1).next(ROWS);
        learn(network, batch);
        double first = sum(network, part);
        for (int i = 0; i < 300; i++) {
            learn(network, batch);
        }
        assertThat(sum(network, part)).isLessThan(first);
    }

    private static double sum(Network network, Part part) {
        double sum = 0;
        for (int t = 0; t < part.spec().tasks().size(); t++) {
            sum += part.spec().tasks().get(t) instanceof TaskSpec.Clustering ? 0 : network.taskLoss(t);
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("parts")
    void aStepAllocatesNothing(Part part) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Network network = network(part);
        RandomBatches batches = batches(part, 0.5);
        List<MiniBatch> stream = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            stream.add(batches.next(1 + i));
        }
        for (int i = 0; i < 1000; i++) {
            learn(network, stream.get(i % 8));
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 400; i++) {
            learn(network, stream.get(i % 8));
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes in 400 steps")
                .isLessThan(400);
    }

    private static List<byte[]> saved(Network network) {
        List<byte[]> saved = new ArrayList<>();
        for (StateArray array : network.state()) {
            byte[] bytes = new byte[array.bytes()];
            ByteBuffer out = ByteBuffer.wrap(bytes);
            while (out.hasRemaining()) {
                array.write(out.position(), Math.min(20, out.remaining()), out);
            }
            saved.add(bytes);
        }
        return saved;
    }
}

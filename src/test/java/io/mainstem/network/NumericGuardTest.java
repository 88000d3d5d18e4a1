package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.Row;
import io.mainstem.event.LabelLayout;
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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in, and whatever a loss or gradient comes to: what is not finite teaches nothing. */
class NumericGuardTest {

    private static final TrunkSpec ONE_UNIT = new TrunkSpec.Mlp(List.of(Specs.layer(1, Activation.IDENTITY)));
    private static final List<TaskSpec> ONE_NUMBER = List.of(Specs.regression("y", 1, new RegressionLoss.Squared()));

    private static final float[] HOSTILE = {
        0f, 1f, -1f, 1e-20f, 1e5f, -1e10f, 1e19f, -1e30f, Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN, -1f / 0f
    };

    private static LearnerSpec spec(RegularizationSpec penalty) {
        return Specs.learner(ONE_NUMBER, ONE_UNIT, Specs.ADAM, penalty, new BalancerSpec.Static(), 4, 1);
    }

    private static MiniBatch row(float x, float y) {
        MiniBatch batch = new MiniBatch(1, 1, 1, 1);
        batch.add(new Row(new float[] {x}, new int[] {1}, new float[] {x}));
        batch.label(0, 0, 0, y);
        return batch;
    }

    private static double learn(Network network, MiniBatch batch) {
        network.forward(batch);
        return network.step(batch);
    }

    private static void assertRefuses(Network network, MiniBatch batch) {
        List<byte[]> before = saved(network);
        assertThat(learn(network, batch)).isNaN();
        assertThat(saved(network)).containsExactlyElementsOf(before);
    }

    @Test
    void aModestLossWithAnAbsurdGradientIsNoStep() {
        Network network = new Network(spec(Specs.NO_PENALTY), 1, 2, 1);
        network.parameters().assign("trunk.0.W", new float[] {1e-25f, 0, 0});
        network.parameters().assign("head.y.0.W", new float[] {1e30f});
        network.forward(row(1, 0));
        assertThat(network.predictions()[0]).isBetween(9e4, 1.1e5);

        assertRefuses(network, row(1, 0));
        assertThat(network.taskLoss(0)).isBetween(9e9, 1.1e10);
    }

    @Test
    void anInfiniteGradientIsNoStep() {
        Network network = new Network(spec(Specs.NO_PENALTY), 1, 2, 1);
        network.parameters().assign("trunk.0.W", new float[] {1e-38f, 0, 0});
        network.parameters().assign("head.y.0.W", new float[] {0x1.cp127f});
        assertRefuses(network, row(1, -100_000f));
    }

    /** The dense gradient is small here; only the sparse row's is not. */
    @Test
    void theGradientOfASparseRowCounts() {
        Network network = new Network(spec(Specs.NO_PENALTY), 1, 2, 1);
        network.parameters().assign("trunk.0.W", new float[] {0, 0, 0});
        network.parameters().assign("head.y.0.W", new float[] {1});
        MiniBatch batch = new MiniBatch(1, 1, 1, 1);
        batch.add(new Row(new float[] {0}, new int[] {1}, new float[] {0x1p60f}));
        batch.label(0, 0, 0, 3);
        assertRefuses(network, batch);
    }

    /** No layer vouches for it, but when looked at it is harmless. */
    @Test
    void aLooseBoundAloneRefusesNothing() {
        Network network = new Network(spec(Specs.NO_PENALTY), 1, 2, 1);
        network.parameters().assign("trunk.0.W", new float[] {0, 0, 0});
        network.parameters().assign("head.y.0.W", new float[] {1});
        MiniBatch batch = new MiniBatch(2, 1, 1, 1);
        batch.add(new Row(new float[] {0x1p53f}, new int[] {}, new float[] {}));
        batch.add(new Row(new float[] {0}, new int[] {}, new float[] {}));
        batch.label(0, 0, 0, 0);
        batch.label(1, 0, 0, 1000);
        assertThat(learn(network, batch)).isFinite();
        assertThat(network.steps()).isEqualTo(1);
    }

    @Test
    void aPenaltyOutOfBoundsIsNoStep() {
        Network network = new Network(spec(new RegularizationSpec(0, 1e9)), 1, 2, 1);
        network.parameters().assign("trunk.0.W", new float[] {1e6f, 0, 0});
        assertRefuses(network, row(0, 1));
    }

    @Test
    void clustersDoNotFollowWhatIsNotFinite() {
        List<TaskSpec> tasks = List.of(new TaskSpec.Clustering("segment", 2, 0.5, 1, false));
        LearnerSpec spec =
                Specs.learner(tasks, ONE_UNIT, Specs.ADAM, Specs.NO_PENALTY, new BalancerSpec.Static(), 4, 1);
        Network network = new Network(spec, 1, 2, 1);
        assertRefuses(network, row(Float.NaN, 0));
        learn(network, row(1, 0));
        assertRefuses(network, row(Float.POSITIVE_INFINITY, 0));
        assertRefuses(network, row(Float.MAX_VALUE, 0));
        assertThat(network.clusters(0).centroids()).doesNotContain(Double.NaN);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void stateStaysFiniteWhateverComes(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        List<TaskSpec> tasks = RandomSpecs.tasks(random);
        LearnerSpec spec = Specs.learner(
                tasks,
                RandomSpecs.trunk(random),
                absurd(random),
                random.nextBoolean() ? Specs.NO_PENALTY : new RegularizationSpec(1e9, random.nextInt(2) * 1e9),
                absurdBalancer(random),
                4,
                seed);
        Network network = new Network(spec, 3, 5, 3);
        LabelLayout layout = new LabelLayout(tasks);
        for (int step = 0; step < 60; step++) {
            MiniBatch batch = hostile(layout, tasks, random);
            learn(network, batch);
            for (String name : network.parameters().names()) {
                assertThat(finite(network.parameters().values(name)))
                        .as("%s after step %d, seed %d, %s", name, step, seed, spec)
                        .isTrue();
            }
            for (StateArray array : network.state().all()) {
                // What has no value yet is NaN there.
                boolean mayBeNone = array.name().equals("balancer.firstLosses")
                        || array.name().equals("balancer.means");
                if (array instanceof FloatState || array instanceof DoubleState) {
                    assertThat(array instanceof FloatState ? finite(floats(array)) : finite(doubles(array), mayBeNone))
                            .as("%s after step %d, seed %d, %s", array.name(), step, seed, spec)
                            .isTrue();
                }
            }
        }
    }

    /** Rates and decays up to what a learner file may say. */
    private static OptimizerSpec absurd(RandomGenerator random) {
        double[] rates = {1e-3, 1, 1e4, 1e9};
        LearningRateSpec rate = new LearningRateSpec(rates[random.nextInt(4)], 0, new ScheduleSpec.Constant());
        double clip = random.nextBoolean() ? Double.POSITIVE_INFINITY : 1;
        double epsilon = random.nextBoolean() ? 1e-8 : 1e-15;
        return switch (random.nextInt(6)) {
            case 0 -> new OptimizerSpec.Sgd(rate, clip, 0, false);
            case 1 -> new OptimizerSpec.Sgd(rate, clip, 0.999999, random.nextBoolean());
            case 2 -> new OptimizerSpec.Adagrad(rate, clip, epsilon);
            case 3 -> new OptimizerSpec.RmsProp(rate, clip, 0.9, epsilon);
            case 4 -> new OptimizerSpec.Adam(rate, clip, 0.9, 0.999, epsilon);
            default -> new OptimizerSpec.AdamW(rate, clip, 0.9, 0.999, epsilon, 1e9);
        };
    }

    /** Half of them with settings at the ends of what a learner file may say. */
    private static BalancerSpec absurdBalancer(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> new BalancerSpec.Uncertainty(1e9);
            case 1 -> new BalancerSpec.GradNorm(1e9, 10);
            case 2 -> new BalancerSpec.Famo(1e9, 1e9);
            default -> RandomSpecs.balancer(random);
        };
    }

    private static MiniBatch hostile(LabelLayout layout, List<TaskSpec> tasks, RandomGenerator random) {
        int rows = 1 + random.nextInt(4);
        // Half of the mini-batches are tame, so that there are steps, too.
        int choices = random.nextBoolean() ? 3 : HOSTILE.length;
        MiniBatch batch = new MiniBatch(rows, 3, layout.labelWidth(), layout.tasks());
        for (int r = 0; r < rows; r++) {
            float[] dense = new float[3];
            for (int c = 0; c < 3; c++) {
                dense[c] = HOSTILE[random.nextInt(choices)];
            }
            batch.add(new Row(dense, new int[] {random.nextInt(5)}, new float[] {HOSTILE[random.nextInt(choices)]}));
            for (int t = 0; t < tasks.size(); t++) {
                if (random.nextBoolean()) {
                    label(batch, r, t, layout, tasks.get(t), choices, random);
                }
            }
        }
        return batch;
    }

    private static void label(
            MiniBatch batch, int row, int t, LabelLayout layout, TaskSpec task, int choices, RandomGenerator random) {
        for (int s = 0; s < task.labelWidth(); s++) {
            boolean number = task instanceof TaskSpec.Regression;
            batch.label(
                    row, t, layout.labelOffset(t) + s, number ? HOSTILE[random.nextInt(choices)] : random.nextInt(2));
        }
    }

    private static boolean finite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean finite(double[] values, boolean orNone) {
        return Arrays.stream(values).allMatch(value -> Double.isFinite(value) || (orNone && Double.isNaN(value)));
    }

    private static double[] doubles(StateArray array) {
        ByteBuffer bytes = ByteBuffer.allocate(array.bytes());
        array.write(0, array.bytes(), bytes);
        bytes.flip();
        double[] doubles = new double[array.bytes() / Double.BYTES];
        for (int i = 0; i < doubles.length; i++) {
            // The lower word first.
            doubles[i] = Double.longBitsToDouble((bytes.getInt() & 0xffffffffL) | ((long) bytes.getInt() << 32));
        }
        return doubles;
    }

    private static float[] floats(StateArray array) {
        ByteBuffer bytes = ByteBuffer.allocate(array.bytes());
        array.write(0, array.bytes(), bytes);
        float[] floats = new float[array.bytes() / Float.BYTES];
        bytes.flip().asFloatBuffer().get(floats);
        return floats;
    }

    private static List<byte[]> saved(Network network) {
        List<byte[]> saved = new ArrayList<>();
        for (StateArray array : network.state().all()) {
            ByteBuffer bytes = ByteBuffer.allocate(array.bytes());
            array.write(0, array.bytes(), bytes);
            saved.add(Arrays.copyOf(bytes.array(), array.bytes()));
        }
        return saved;
    }
}

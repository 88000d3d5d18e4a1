package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.Activation;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A task that no longer shapes the trunk. */
class LeftOutTaskTest {

    private static final long SEED = 6;
    private static final int STEPS = 40;
    /** The last two lie side by side in one head where no single gradients are asked for. */
    private static final List<TaskSpec> TASKS = List.of(
            Specs.regression("a", 2, new RegressionLoss.Squared(), Specs.layer(3, Activation.TANH)),
            Specs.binary("b"),
            Specs.multiclass("c", 3));

    static Stream<Arguments> networks() {
        List<TrunkSpec> trunks = List.of(
                new TrunkSpec.Mlp(List.of(Specs.layer(5, Activation.RELU), Specs.layer(4, Activation.TANH))),
                new TrunkSpec.Mmoe(2, List.of(Specs.layer(4, Activation.TANH))),
                new TrunkSpec.Ple(2, 2, 1, List.of(Specs.layer(4, Activation.TANH))));
        List<BalancerSpec> balancers = List.of(
                new BalancerSpec.Static(),
                new BalancerSpec.Uncertainty(0.01),
                new BalancerSpec.GradNorm(0.01, 1),
                new BalancerSpec.PcGrad(),
                new BalancerSpec.Famo(0.01, 0.001));
        return trunks.stream().flatMap(trunk -> balancers.stream().map(balancer -> Arguments.of(trunk, balancer)));
    }

    private static Network network(TrunkSpec trunk, BalancerSpec balancer) {
        LearnerSpec spec = Specs.learner(TASKS, trunk, Specs.ADAM, Specs.NO_PENALTY, balancer, 6, SEED);
        return new Network(spec, 3, 8, 4);
    }

    private static void learn(Network network, MiniBatch batch) {
        network.forward(batch);
        network.step(batch);
    }

    private static void hide(MiniBatch batch, int task) {
        for (int r = 0; r < batch.size(); r++) {
            batch.labelled()[r * TASKS.size() + task] = false;
        }
    }

    /** The trunk becomes what it would be if that task had no labels. */
    @ParameterizedTest
    @MethodSource("networks")
    void theOthersShapeTheTrunkAsIfItWereNotThere(TrunkSpec trunk, BalancerSpec balancer) {
        for (int out = 0; out < TASKS.size(); out++) {
            Network network = network(trunk, balancer);
            Network without = network(trunk, balancer);
            network.leaveOut(out, true);
            RandomBatches batches = new RandomBatches(TASKS, 3, 8, 0.7, SEED);
            RandomBatches same = new RandomBatches(TASKS, 3, 8, 0.7, SEED);
            boolean balances = balancer instanceof BalancerSpec.GradNorm || balancer instanceof BalancerSpec.Famo;
            for (int step = 0; step < (balances ? 1 : STEPS); step++) {
                learn(network, batches.next(6));
                MiniBatch fewer = same.next(6);
                hide(fewer, out);
                learn(without, fewer);
            }
            for (String name : network.parameters().names()) {
                if (name.startsWith("trunk") && !(balancer instanceof BalancerSpec.Famo)) {
                    assertThat(network.parameters().values(name))
                            .as("%s without task %d, seed %d", name, out, SEED)
                            .usingComparatorWithPrecision(1e-5f)
                            .containsExactly(without.parameters().values(name));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void itsHeadLearnsOnAndIsStillCompared(TrunkSpec trunk, BalancerSpec balancer) {
        for (int out = 0; out < TASKS.size(); out++) {
            Network network = network(trunk, balancer);
            network.leaveOut(out, true);
            String head = "head." + TASKS.get(out).name() + ".0.W";
            float[] before = network.parameters().values(head);
            RandomBatches batches = new RandomBatches(TASKS, 3, 8, 1, SEED);
            learn(network, batches.next(6));
            assertThat(network.parameters().values(head)).isNotEqualTo(before);
            assertThat(network.comparedGradients()).isTrue();
            assertThat(network.gradientCosine(out, (out + 1) % TASKS.size())).isBetween(-1.0, 1.0);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aMiniBatchOfItsLabelsAloneLeavesTheTrunkAsItIs(TrunkSpec trunk, BalancerSpec balancer) {
        Network network = network(trunk, balancer);
        network.leaveOut(1, true);
        RandomBatches batches = new RandomBatches(TASKS, 3, 8, 1, SEED);
        learn(network, batches.next(6));
        List<float[]> before = trunkOf(network);
        float[] head = network.parameters().values("head.b.0.W");
        for (int step = 0; step < 3; step++) {
            MiniBatch batch = batches.next(6);
            hide(batch, 0);
            hide(batch, 2);
            learn(network, batch);
        }
        assertThat(trunkOf(network))
                .usingElementComparator(java.util.Arrays::compare)
                .isEqualTo(before);
        assertThat(network.parameters().values("head.b.0.W")).isNotEqualTo(head);
    }

    @Test
    void itCanComeBack() {
        TrunkSpec trunk = new TrunkSpec.Mlp(List.of(Specs.layer(4, Activation.RELU)));
        Network network = network(trunk, new BalancerSpec.Static());
        Network other = network(trunk, new BalancerSpec.Static());
        network.leaveOut(2, true);
        network.leaveOut(2, false);
        MiniBatch batch = new RandomBatches(TASKS, 3, 8, 1, SEED).next(6);
        learn(network, batch);
        learn(other, batch);
        assertThat(network.checksum()).isEqualTo(other.checksum());
    }

    private static List<float[]> trunkOf(Network network) {
        return network.parameters().names().stream()
                .filter(name -> name.startsWith("trunk"))
                .map(name -> network.parameters().values(name))
                .toList();
    }
}

package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.Activation;
import io.mainstem.spec.LayerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class NetworkTest {

    private static final int DENSE = 5;
    private static final int SPARSE = 200;
    private static final int ROWS = 40;
    private static final long SEED = 11;

    private static final List<LayerSpec> TRUNK =
            List.of(Specs.layer(12, Activation.RELU), Specs.layer(9, Activation.TANH));
    private static final List<TaskSpec> TASKS = List.of(
            Specs.binary("clicked"),
            Specs.multiclass("size", 4),
            Specs.multilabel("topics", 3, Specs.layer(6, Activation.GELU)),
            Specs.regression("speed", 2, new RegressionLoss.Squared()));

    private final RandomBatches batches = new RandomBatches(TASKS, DENSE, SPARSE, 0.5, SEED);

    private static LearnerSpec spec(OptimizerSpec optimizer, List<TaskSpec> tasks) {
        return Specs.learner(tasks, TRUNK, optimizer, Specs.NO_PENALTY, ROWS, SEED);
    }

    private static Network network(OptimizerSpec optimizer) {
        return new Network(spec(optimizer, TASKS), DENSE, SPARSE, DENSE + 3);
    }

    private static double learn(Network network, MiniBatch batch) {
        network.forward(batch);
        return network.step(batch);
    }

    @Test
    void batchWithoutAnyLabelIsNoStep() {
        Network network = network(Specs.ADAM);
        assertThat(learn(network, batches.next(ROWS))).isPositive();
        assertThat(network.steps()).isEqualTo(1);
        MiniBatch silent = new RandomBatches(TASKS, DENSE, SPARSE, 0, SEED).next(ROWS);
        assertThat(learn(network, silent)).isZero();
        assertThat(network.steps()).isEqualTo(1);
        assertThat(network.taskLoss(0)).isNaN();
    }

    @Test
    void stateComesInTheByteOrderOfTheBuffer() {
        Network network = network(Specs.ADAM);
        float first = network.parameters().values("trunk.0.W")[0];
        StateArray parameters = network.state().all().get(0);
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer out = ByteBuffer.allocate(4).order(order);
            parameters.write(0, 4, out);
            assertThat(out.getFloat(0)).isEqualTo(first);
        }
    }

    @Test
    void rowAloneIsPredictedAsInItsBatch() {
        Network network = network(Specs.ADAM);
        for (int i = 0; i < 20; i++) {
            learn(network, batches.next(ROWS));
        }
        MiniBatch batch = batches.next(ROWS);
        network.forward(batch);
        double[] together = network.predictions().clone();
        int width = batches.layout().outputWidth();
        for (int r = 0; r < ROWS; r++) {
            network.forward(batches.alone(batch, r));
            for (int j = 0; j < width; j++) {
                assertThat(network.predictions()[j])
                        .as("row %d, output %d, seed %d", r, j, SEED)
                        .isCloseTo(together[r * width + j], within(1e-6));
            }
        }
    }

    @Test
    void moreDistinctSparseInputsThanEverBefore() {
        Network network = network(Specs.SGD);
        RandomBatches full = new RandomBatches(TASKS, DENSE, SPARSE, 1, SEED);
        MiniBatch batch = full.next(ROWS);
        long distinct = java.util.Arrays.stream(batch.columns(), 0, batch.rowStart()[ROWS])
                .distinct()
                .count();
        assertThat(distinct).isGreaterThan(64);
        float[] before = network.parameters().values("trunk.0.W");
        learn(network, batch);
        float[] after = network.parameters().values("trunk.0.W");
        int units = TRUNK.get(0).units();
        for (int c = 0; c < SPARSE; c++) {
            int column = c;
            boolean used = java.util.Arrays.stream(batch.columns(), 0, batch.rowStart()[ROWS])
                    .anyMatch(x -> x == column);
            int from = (DENSE + c) * units;
            boolean changed = !java.util.Arrays.equals(before, from, from + units, after, from, from + units);
            assertThat(changed).as("row of sparse input %d", c).isEqualTo(used);
        }
    }

    @Test
    void silentTaskStaysUntouched() {
        Network network = network(Specs.ADAM);
        MiniBatch batch = new RandomBatches(TASKS, DENSE, SPARSE, 0, SEED).next(4);
        batch.label(0, 0, 0, 1);
        float[] before = network.parameters().values("head.size.0.W");
        learn(network, batch);
        assertThat(network.parameters().values("head.size.0.W")).containsExactly(before);
        assertThat(network.parameters().reached("head.size.0.W")).isFalse();
        assertThat(network.parameters().reached("head.clicked.0.W")).isTrue();
        assertThat(network.taskLoss(1)).isNaN();
        assertThat(network.taskLoss(0)).isPositive();
    }

    @Test
    void oneTaskMoreLeavesTheOtherInitialWeights() {
        Network four = network(Specs.ADAM);
        Network two = new Network(spec(Specs.ADAM, TASKS.subList(0, 2)), DENSE, SPARSE, DENSE + 3);
        for (String name : two.parameters().names()) {
            assertThat(two.parameters().values(name))
                    .as(name)
                    .containsExactly(four.parameters().values(name));
        }
    }

    @Test
    void firstPredictionsAreNeutral() {
        Network network = network(Specs.ADAM);
        MiniBatch batch = batches.next(ROWS);
        network.forward(batch);
        int width = batches.layout().outputWidth();
        for (int r = 0; r < ROWS; r++) {
            assertThat(network.predictions()[r * width]).isCloseTo(0.5, within(0.1));
            assertThat(network.predictions()[r * width + 1]).isCloseTo(0.25, within(0.1));
        }
    }

    @Test
    void viewsShowAndChangeWhatTheNetworkWorksOn() {
        Network network = network(Specs.ADAM);
        Parameters parameters = network.parameters();
        INDArray weights = parameters.view("head.size.0.W");
        assertThat(weights.shape()).containsExactly(9, 4);
        assertThat(parameters.shape("trunk.0.W")).containsExactly(DENSE + SPARSE, 12);
        assertThat(parameters.shape("head.speed.0.b")).containsExactly(2);

        weights.assign(0);
        parameters.view("head.size.0.b").putScalar(2, 50);
        MiniBatch batch = batches.next(3);
        network.forward(batch);
        assertThat(network.predictions()[1 + 2]).isCloseTo(1, within(1e-9));
        weights.putScalar(8, 3, 7);
        assertThat(parameters.values("head.size.0.W")[8 * 4 + 3]).isEqualTo(7f);

        network.step(batch);
        INDArray gradient = parameters.gradientView("head.speed.0.W");
        assertThat(gradient.dup('c').data().asFloat()).containsExactly(parameters.gradient("head.speed.0.W"));
        assertThat(parameters.gradientView("trunk.0.W").shape()).containsExactly(DENSE, 12);
        assertThat(network.activations()).containsOnlyKeys("trunk.0", "trunk.1", "head.topics.0");
        assertThat(network.activations())
                .hasEntrySatisfying("trunk.1", view -> assertThat(view.shape()).containsExactly(3, 9));
    }

    @Test
    void gradientsCanBeWrittenBeforeTheUpdate() {
        Network network = network(Specs.SGD);
        Parameters parameters = network.parameters();
        MiniBatch batch = new RandomBatches(TASKS, DENSE, SPARSE, 1, SEED).next(4);
        float[] before = parameters.values("head.size.0.W");
        network.forward(batch);
        double loss = network.backward(batch);
        assertThat(loss).isPositive();
        assertThat(parameters.values("head.size.0.W")).containsExactly(before);
        parameters.gradientView("head.size.0.W").assign(2);
        assertThat(network.update(batch)).isZero();
        float[] after = parameters.values("head.size.0.W");
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isCloseTo(before[i] - 0.1f * 2, within(1e-6f));
        }
        assertThat(network.steps()).isEqualTo(1);

        network.forward(batch);
        network.backward(batch);
        parameters.gradientView("head.size.0.W").assign(Float.NaN);
        assertThat(network.update(batch)).isNaN();
        assertThat(parameters.values("head.size.0.W")).containsExactly(after);
        assertThatThrownBy(() -> network.update(batch)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void backwardAndUpdateAreAStep() {
        Network one = network(Specs.ADAM);
        Network other = network(Specs.ADAM);
        for (int i = 0; i < 5; i++) {
            MiniBatch batch = batches.next(ROWS);
            learn(one, batch);
            other.forward(batch);
            other.backward(batch);
            other.update(batch);
        }
        assertThat(other.checksum()).isEqualTo(one.checksum());
    }

    @Test
    void assignedValuesComeBack() {
        Parameters parameters = network(Specs.ADAM).parameters();
        for (String name : parameters.names()) {
            float[] values = parameters.values(name);
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
            parameters.assign(name, values);
            assertThat(parameters.values(name)).as(name).containsExactly(values);
        }
        assertThat(parameters.view("head.size.0.W").getFloat(2, 1)).isEqualTo(2f * 4 + 1);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Network network = network(Specs.ADAM);
        assertThatThrownBy(() -> network.forward(batches.next(ROWS + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at most 40 rows, the batch size, got 41");
        network.forward(batches.next(2));
        assertThatThrownBy(() -> network.step(batches.next(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the last forward pass had 2 rows, the mini-batch has 3");
        MiniBatch batch = batches.next(2);
        network.forward(batch);
        network.step(batch);
        assertThatThrownBy(() -> network.step(batch))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a step follows a forward pass, and each needs one of its own");
        assertThatThrownBy(() -> network.parameters().values("trunk.7.W"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no parameter trunk.7.W; there are [trunk.0.W,");
        assertThatThrownBy(() -> network.parameters().assign("trunk.0.b", new float[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trunk.0.b: expected 12 numbers, got 1");
    }
}

package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.Row;
import io.mainstem.event.LabelLayout;
import io.mainstem.spec.Activation;
import io.mainstem.spec.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a trunk that hands its two inputs through. */
class ClusterHeadTest {

    private final List<TaskSpec> tasks = List.of(new TaskSpec.Clustering("segment", 2, 0.5, 1, false));
    private final LabelLayout layout = new LabelLayout(tasks);
    private final Network network = network();

    private Network network() {
        Network identity = new Network(
                Specs.learner(tasks, List.of(Specs.layer(2, Activation.IDENTITY)), Specs.ADAM, Specs.NO_PENALTY, 4, 1),
                2,
                0,
                2);
        identity.parameters().assign("trunk.0.W", new float[] {1, 0, 0, 1});
        return identity;
    }

    private MiniBatch rows(float... numbers) {
        MiniBatch batch = new MiniBatch(4, 2, layout.labelWidth(), 1);
        for (int i = 0; i < numbers.length; i += 2) {
            batch.add(new Row(new float[] {numbers[i], numbers[i + 1]}, new int[0], new float[0]));
        }
        return batch;
    }

    private void learn(float... numbers) {
        MiniBatch batch = rows(numbers);
        network.forward(batch);
        network.step(batch);
    }

    @Test
    void beforeItHasSeenAnythingItKnowsNoCluster() {
        network.forward(rows(1, 2));
        assertThat(network.predictions()).startsWith(Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void centroidsStandOnTheFirstRepresentationsThatDiffer() {
        learn(1, 2, 1, 2, 4, 6);

        assertThat(network.clusters(0).centroids()).containsExactly(1, 2, 4, 6);
        assertThat(network.clusters(0).counts()).containsExactly(2, 1);
        assertThat(network.steps()).isEqualTo(1);
    }

    @Test
    void rowsBesideTheFirstCentroidsJoinTheNearest() {
        learn(0, 0, 10, 0, 8, 0);

        assertThat(network.clusters(0).centroids()).containsExactly(0, 0, 9, 0);
        assertThat(network.clusters(0).counts()).containsExactly(1, 2);
    }

    @Test
    void predictsTheNearestAndBothDistances() {
        learn(0, 0, 3, 4);
        network.forward(rows(3, 3));

        assertThat(network.predictions()[0]).isEqualTo(1);
        assertThat(network.predictions()[1]).isEqualTo(1);
        assertThat(network.predictions()[2]).isCloseTo(Math.sqrt(18), within(1e-12));
    }

    @Test
    void centroidsMoveTowardsTheirRowsAndOldOnesCountLess() {
        learn(0, 0, 10, 0);
        learn(3, 0, 3, 3);

        // Counts fall to a half; then 0 + 3/1.5 = 2, then (2, 0) + ((3, 3) − (2, 0))/2.5.
        assertThat(network.clusters(0).counts()).containsExactly(2.5, 0.5);
        assertThat(network.clusters(0).centroids()[0]).isCloseTo(2.4, within(1e-12));
        assertThat(network.clusters(0).centroids()[1]).isCloseTo(1.2, within(1e-12));
        assertThat(network.taskLoss(0)).isCloseTo((4.5 + 9) / 2, within(1e-12));
    }

    @Test
    void aCentroidThatNoRowComesToIsPlacedAnew() {
        learn(0, 0, 100, 0);
        for (int i = 0; i < 30; i++) {
            learn(0, 0, 3, 0);
        }
        assertThat(network.clusters(0).centroids()[0]).isCloseTo(3, within(0.1));
        assertThat(network.clusters(0).centroids()[2]).isCloseTo(0, within(0.1));
    }

    @Test
    void withoutShapingTheTrunkStays() {
        String before = network.checksum();
        learn(0, 0, 10, 0);
        learn(3, 0, 3, 3);
        assertThat(network.checksum()).isEqualTo(before);
    }
}

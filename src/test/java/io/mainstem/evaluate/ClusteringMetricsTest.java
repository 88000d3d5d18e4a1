package io.mainstem.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.spec.MetricsSpec;
import io.mainstem.spec.TaskSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusteringMetricsTest {

    private static final double NONE = Double.NaN;

    private final TaskEvaluator evaluator =
            TaskEvaluator.of(new TaskSpec.Clustering("s", 3, 0.9, 1, false), new MetricsSpec(1, 10));

    private void add(double cluster, double distance, double next, double label) {
        evaluator.add(new double[] {cluster, distance, next}, 0, new double[] {label}, 0);
    }

    @Test
    void inertiaAndSilhouetteAreMeansOverTheRows() {
        add(0, 1, 2, NONE);
        add(2, 3, 4, NONE);

        Map<String, Double> run = evaluator.scores().run();
        assertThat(run).containsOnlyKeys("inertia", "simplifiedSilhouette");
        assertThat(run.get("inertia")).isEqualTo(5);
        assertThat(run.get("simplifiedSilhouette")).isEqualTo((0.5 + 0.25) / 2);
    }

    @Test
    void clustersThatAreTheLabelsUnderOtherNamesAgreeWholly() {
        for (int i = 0; i < 9; i++) {
            add(i % 3, 1, 2, 100 - i % 3);
        }
        assertThat(evaluator.scores().run().get("nmi")).isCloseTo(1, within(1e-12));
    }

    @Test
    void nmiNeverExceedsOne() {
        for (int i = 0; i < 300; i++) {
            add(i % 3, 1, 2, i % 3);
            assertThat(evaluator.scores().run().get("nmi")).isBetween(0.999999, 1.0);
        }
    }

    @Test
    void nmiOfAHandfulByHand() {
        // Contingency 2 0 / 1 1: I = ½·ln(4/3) + ¼·ln(2/3) + ¼·ln 2; H = ln 2 and ln 4 − ¾·ln 3.
        add(0, 1, 2, 7);
        add(0, 1, 2, 7);
        add(0, 1, 2, 8);
        add(1, 1, 2, 8);
        add(1, 1, 2, NONE);
        double information = 0.5 * Math.log(4 / 3.0) + 0.25 * Math.log(2 / 3.0) + 0.25 * Math.log(2);
        double entropies = Math.log(2) + Math.log(4) - 0.75 * Math.log(3);
        assertThat(evaluator.scores().run().get("nmi")).isCloseTo(2 * information / entropies, within(1e-12));
    }

    @Test
    void predictionsBeforeTheFirstCentroidDoNotCount() {
        add(NONE, NONE, NONE, 1);
        assertThat(evaluator.scores().run()).isEmpty();
        add(0, 2, NONE, 1);
        assertThat(evaluator.scores().run()).isEqualTo(Map.of("inertia", 4.0, "nmi", 1.0));
    }

    @Test
    void ofTooManyLabelsThereIsNoNmi() {
        for (int i = 0; i <= MutualInformation.MOST_LABELS; i++) {
            add(i % 3, 1, 2, i);
        }
        assertThat(evaluator.scores().run()).doesNotContainKey("nmi");
        assertThat(evaluator.scores().window()).containsKey("nmi");
    }
}

package io.mainstem.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.event.Calibration;
import io.mainstem.event.Calibration.Bin;
import io.mainstem.spec.MetricsSpec;
import org.junit.jupiter.api.Test;

class ReliabilityTest {

    @Test
    void byHand() {
        TaskEvaluator evaluator = TaskEvaluator.of(Rows.BINARY, new MetricsSpec(1, 2));
        double[] said = {0.0, 0.05, 0.15, 0.25, 0.95, 1.0};
        double[] came = {0, 1, 0, 0, 1, 1};
        for (int i = 0; i < said.length; i++) {
            evaluator.add(said, i, came, i);
        }

        // Bins 0: said .025, came .5, two; 1: said .15, came 0; 2: .25, 0; 9: said .975, came 1, two.
        double error = (2 * .475 + .15 + .25 + 2 * .025) / 6;
        Calibration calibration = requireNonNull(evaluator.scores().calibration());
        assertThat(calibration.expectedError()).isCloseTo(error, within(1e-12));
        assertThat(evaluator.scores().run().get("expectedCalibrationError")).isCloseTo(error, within(1e-12));
        assertThat(evaluator.scores().window().get("expectedCalibrationError")).isCloseTo(.025, within(1e-12));
        assertThat(calibration.bins()).extracting(Bin::count).containsExactly(2L, 1L, 1L, 2L);
        assertThat(calibration.bins().get(3).from()).isEqualTo(0.9);
        assertThat(calibration.bins().get(3).to()).isEqualTo(1.0);
        assertThat(calibration.bins().get(0).frequency()).isEqualTo(0.5);
    }

    /** Of a multiclass task the most probable class counts, of a multilabel one each label. */
    @Test
    void whatIsSaidDependsOnTheTask() {
        TaskEvaluator classes = TaskEvaluator.of(Rows.multiclass(3), new MetricsSpec(1, 9));
        classes.add(new double[] {0.2, 0.75, 0.05}, 0, new double[] {1}, 0);
        TaskEvaluator labels = TaskEvaluator.of(Rows.multilabel(3), new MetricsSpec(1, 9));
        labels.add(new double[] {0.2, 0.75, 0.05}, 0, new double[] {0, 1, 0}, 0);

        assertThat(requireNonNull(classes.scores().calibration()).bins())
                .extracting(Bin::confidence)
                .containsExactly(0.75);
        assertThat(requireNonNull(labels.scores().calibration()).bins())
                .extracting(Bin::confidence)
                .containsExactly(0.05, 0.2, 0.75);
        assertThat(TaskEvaluator.of(Rows.REGRESSION, new MetricsSpec(1, 9))
                        .scores()
                        .calibration())
                .isNull();
    }
}

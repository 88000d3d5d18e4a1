package io.mainstem.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.event.LabelLayout;
import io.mainstem.spec.FeatureSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EncoderTest {

    private final InputLayout layout = new InputLayout(List.of(new FeatureSpec.Numeric("x")));

    @Test
    void aRowDependsOnEarlierEventsAlone() {
        Encoder encoder = new Encoder(layout);

        assertThat(encode(encoder, 10)).as("nothing known yet").isEqualTo(0f);
        assertThat(encode(encoder, 20)).as("one value has no deviation").isEqualTo(0f);
        // mean 15, deviation 5, of two values
        assertThat(encode(encoder, 25)).isEqualTo((float) (2.0 * 2 / (2 + 5)));
    }

    @Test
    void standardisesAsTheDefinitionSays() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        Encoder encoder = new Encoder(layout);
        double sum = 0;
        double squares = 0;
        for (int n = 0; n < 1000; n++) {
            double value = 100 + 7 * random.nextDouble();
            float z = encode(encoder, value);
            if (n > 1) {
                double mean = sum / n;
                double deviation = Math.sqrt(squares / n - mean * mean);
                assertThat((double) z)
                        .as("seed %d", seed)
                        .isCloseTo((value - mean) / deviation * n / (n + 5), within(1e-5));
            }
            sum += value;
            squares += value * value;
        }
    }

    @Test
    void wildValuesAreCutAndDoNotPoisonTheRest() {
        Encoder encoder = new Encoder(layout);
        for (int n = 0; n < 100; n++) {
            encode(encoder, n % 2);
        }
        assertThat(encode(encoder, 3e38)).isEqualTo(5f);
        for (int n = 0; n < 100; n++) {
            assertThat(encode(encoder, -3e38)).isFinite();
        }
    }

    @Test
    void aWildValueHardlyMovesWhatComesAfterIt() {
        Encoder clean = new Encoder(layout);
        Encoder disturbed = new Encoder(layout);
        SplittableRandom random = new SplittableRandom(5);
        for (int n = 0; n < 4000; n++) {
            double value = 50 + random.nextGaussian();
            float expected = encode(clean, value);
            if (n == 200) {
                encode(disturbed, 1e12);
            }
            if (n > 3000) {
                assertThat((double) encode(disturbed, value)).isCloseTo(expected, within(0.1));
            } else {
                encode(disturbed, value);
            }
        }
    }

    @Test
    void aWildValueAmongEqualOnesDoesNotHideThoseThatDifferLater() {
        Encoder encoder = new Encoder(layout);
        for (int n = 0; n < 2000; n++) {
            encode(encoder, n == 200 ? 1e12 : 0);
        }
        assertThat(encode(encoder, 1)).isGreaterThan(2f);
    }

    @Test
    void aLabelFarOffIsCutAsATarget() {
        List<TaskSpec> tasks = List.of(
                new TaskSpec.Regression("y", 1, new RegressionLoss.Squared(), 1, List.of(), TaskSpec.Reduction.MEAN));
        TargetScaler scaler = new TargetScaler(tasks, new LabelLayout(tasks));
        for (int n = 0; n < 100; n++) {
            scaler.advance(0, new double[] {n % 2});
        }
        scaler.advance(0, new double[] {1e12});

        assertThat(scaler.toNetwork(0, 0, 1e12)).isEqualTo(10f);
        double[] outputs = {1};
        scaler.toLabels(outputs);
        assertThat(outputs[0]).isBetween(1.0, 1.5);
    }

    @Test
    void targetsGoToStandardUnitsAndBack() {
        List<TaskSpec> tasks = List.of(
                new TaskSpec.Binary("b", 1, List.of(), TaskSpec.Reduction.MEAN),
                new TaskSpec.Regression("y", 2, new RegressionLoss.Squared(), 1, List.of(), TaskSpec.Reduction.MEAN),
                new TaskSpec.Regression("n", 1, new RegressionLoss.Poisson(), 1, List.of(), TaskSpec.Reduction.MEAN));
        TargetScaler scaler = new TargetScaler(tasks, new LabelLayout(tasks));
        double[] outputs = {.3, .5, -.5, 4};
        scaler.toLabels(outputs);
        assertThat(outputs).as("nothing known yet").containsExactly(.3, .5, -.5, 4);

        scaler.advance(1, new double[] {1, 10, -100, 7});
        scaler.advance(1, new double[] {0, 20, -300, 9});
        scaler.advance(2, new double[] {0, 0, 0, 9});

        assertThat(scaler.toNetwork(0, 0, 1)).isEqualTo(1f);
        assertThat(scaler.toNetwork(1, 1, 20)).isEqualTo(1f);
        assertThat(scaler.toNetwork(1, 2, -300)).isEqualTo(-1f);
        assertThat(scaler.toNetwork(2, 3, 9)).as("counts stay counts").isEqualTo(9f);
        outputs = new double[] {.3, 1, -1, 4};
        scaler.toLabels(outputs);
        assertThat(outputs).containsExactly(.3, 20, -300, 4);
    }

    private float encode(Encoder encoder, double value) {
        RawFeatures features = new RawFeatures(layout);
        features.begin();
        features.number(0, value);
        return encoder.encode(features).dense()[0];
    }
}

package io.mainstem.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BaselineTest {

    private static double[] predict(Baseline baseline, int outputs) {
        double[] predicted = new double[outputs];
        baseline.predict(predicted);
        return predicted;
    }

    private static void learn(Baseline baseline, double... label) {
        baseline.learn(label, 0);
    }

    @Test
    void classFrequenciesCountOneMoreOfEach() {
        Baseline baseline = new Frequencies.OfClasses(4);
        assertThat(predict(baseline, 4)).containsExactly(.25, .25, .25, .25);
        learn(baseline, 2);
        learn(baseline, 2);
        learn(baseline, 0);
        learn(baseline, 2);
        assertThat(predict(baseline, 4)).containsExactly(2 / 8., 1 / 8., 4 / 8., 1 / 8.);
    }

    @Test
    void labelFrequenciesCountEachLabelByItself() {
        Baseline baseline = new Frequencies.OfLabels(2);
        assertThat(predict(baseline, 2)).containsExactly(.5, .5);
        learn(baseline, 1, 0);
        learn(baseline, 1, 1);
        assertThat(predict(baseline, 2)).containsExactly(3 / 4., 2 / 4.);
    }

    @Test
    void runningMeanStartsAtZero() {
        Baseline baseline = new RunningMean(2);
        assertThat(predict(baseline, 2)).containsExactly(0, 0);
        learn(baseline, 1, -10);
        learn(baseline, 2, -30);
        assertThat(predict(baseline, 2)).containsExactly(1.5, -20);
    }

    @Test
    void lastLabelRepeatsValues() {
        Baseline baseline = new LastLabel.OfValues(2);
        assertThat(predict(baseline, 2)).containsExactly(0, 0);
        learn(baseline, 3.5, -1);
        assertThat(predict(baseline, 2)).containsExactly(3.5, -1);
    }

    @Test
    void lastLabelIsCertainOfAClass() {
        Baseline baseline = new LastLabel.OfClasses(3);
        assertThat(predict(baseline, 3)).containsExactly(1, 0, 0);
        learn(baseline, 2);
        assertThat(predict(baseline, 3)).containsExactly(0, 0, 1);
    }
}

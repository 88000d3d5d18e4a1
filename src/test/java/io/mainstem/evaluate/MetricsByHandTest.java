package io.mainstem.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each metric on a case small enough for a sheet of paper. */
class MetricsByHandTest {

    /** One row after the other; {@code rows[r]} is the outputs, then the label. */
    private static Map<String, Double> of(Metric metric, int outputs, double[]... rows) {
        for (double[] row : rows) {
            metric.add(row, 0, row, outputs);
        }
        Map<String, Double> values = new LinkedHashMap<>();
        metric.report(values);
        return values;
    }

    private static double[] row(double... values) {
        return values;
    }

    @Test
    void logLossIsTheMeanNegativeLogarithm() {
        Map<String, Double> values = of(new LogLoss.OfLabels(1), 1, row(.8, 1), row(.8, 0));
        assertThat(values.get("logLoss")).isCloseTo(-(Math.log(.8) + Math.log(.2)) / 2, within(1e-15));
    }

    @Test
    void logLossOfAConfidentErrorIsFinite() {
        assertThat(of(new LogLoss.OfLabels(1), 1, row(1, 0)).get("logLoss")).isCloseTo(52 * Math.log(2), within(1e-9));
        assertThat(of(new LogLoss.OfLabels(1), 1, row(0, 1)).get("logLoss")).isCloseTo(52 * Math.log(2), within(1e-9));
        assertThat(of(new LogLoss.OfClasses(2), 2, row(1, 0, 1)).get("logLoss"))
                .isCloseTo(52 * Math.log(2), within(1e-9));
    }

    @Test
    void logLossOfClassesIsOfTheOneThatCame() {
        Map<String, Double> values = of(new LogLoss.OfClasses(3), 3, row(.5, .3, .2, 2), row(.25, .25, .5, 0));
        assertThat(values.get("logLoss")).isCloseTo(-(Math.log(.2) + Math.log(.25)) / 2, within(1e-15));
    }

    @Test
    void logLossOfClassesTakesShares() {
        Map<String, Double> values = of(new LogLoss.OfClasses(2), 2, row(.2, .6, 1));
        assertThat(values.get("logLoss")).isCloseTo(-Math.log(.75), within(1e-15));
    }

    @Test
    void logLossOfLabelsIsTheMeanOverLabelsToo() {
        Map<String, Double> values = of(new LogLoss.OfLabels(2), 2, row(.9, .4, 1, 0));
        assertThat(values.get("logLoss")).isCloseTo(-(Math.log(.9) + Math.log(.6)) / 2, within(1e-15));
    }

    @Test
    void oneHalfIsAYes() {
        Map<String, Double> values = of(new BinaryDecisions(), 1, row(.5, 1), row(.49, 1), row(.7, 0), row(.1, 0));
        // One hit, one miss, one false alarm.
        assertThat(values).containsExactly(entry("accuracy", .5), entry("f1", .5));
    }

    @Test
    void f1IsZeroWhereNothingIsTrue() {
        assertThat(of(new BinaryDecisions(), 1, row(.1, 0))).containsExactly(entry("accuracy", 1.), entry("f1", 0.));
    }

    @Test
    void f1OfClassesCountsThoseThatNeverCame() {
        Map<String, Double> values =
                of(new ClassDecisions(4), 4, row(.7, .1, .1, .1, 0), row(.1, .7, .1, .1, 0), row(.1, .7, .1, .1, 1));
        assertThat(values.get("accuracy")).isCloseTo(2 / 3., within(1e-15));
        assertThat(values.get("f1")).isCloseTo((2 / 3. + 2 / 3. + 0 + 0) / 4, within(1e-15));
    }

    @Test
    void theFirstOfEquallyProbableClassesIsMeant() {
        assertThat(of(new ClassDecisions(3), 3, row(.2, .4, .4, 1)).get("accuracy"))
                .isEqualTo(1);
        assertThat(of(new ClassDecisions(3), 3, row(.2, .4, .4, 2)).get("accuracy"))
                .isEqualTo(0);
    }

    @Test
    void setsOfLabels() {
        Map<String, Double> values = of(
                new LabelDecisions(3),
                3,
                row(.9, .9, .1, 1, 0, 0), // one in both, one only said
                row(.1, .1, .1, 0, 0, 0), // two empty sets score nothing
                row(.1, .9, .9, 0, 1, 1),
                row(.1, .1, .5, 1, 0, 0));
        assertThat(values.get("exampleAccuracy")).isCloseTo((.5 + 0 + 1 + 0) / 4, within(1e-15));
        assertThat(values.get("microF1")).isCloseTo(2 * 3 / (2 * 3. + 3), within(1e-15));
    }

    @Test
    void errorsOfARegression() {
        Map<String, Double> values = of(new RegressionErrors(1), 1, row(1, 2), row(5, 3), row(7, 7));
        assertThat(values.get("mae")).isCloseTo(1, within(1e-15));
        assertThat(values.get("rmse")).isCloseTo(Math.sqrt(5 / 3.), within(1e-15));
        // Labels 2, 3, 7 are 4 and -2, -1, 3 from it: 14.
        assertThat(values.get("r2")).isCloseTo(1 - 5 / 14., within(1e-15));
    }

    @Test
    void errorsOfSeveralOutputsAreTakenTogether() {
        Map<String, Double> values = of(new RegressionErrors(2), 2, row(1, 10, 2, 10), row(3, 10, 4, 13));
        assertThat(values.get("mae")).isCloseTo(5 / 4., within(1e-15));
        assertThat(values.get("rmse")).isCloseTo(Math.sqrt(11 / 4.), within(1e-15));
        assertThat(values.get("r2")).isCloseTo(((1 - 2 / 2.) + (1 - 9 / 4.5)) / 2, within(1e-15));
    }

    @Test
    void rSquaredTakesTwoLabelsAndAnswersForEqualOnes() {
        assertThat(of(new RegressionErrors(1), 1, row(1, 2)).get("r2")).isNaN();
        assertThat(of(new RegressionErrors(1), 1, row(.1, .1), row(.1, .1), row(.1, .1))
                        .get("r2"))
                .isEqualTo(1);
        assertThat(of(new RegressionErrors(1), 1, row(.1, .1), row(.2, .1)).get("r2"))
                .isEqualTo(0);
    }

    @Test
    void rSquaredStandsALargeMean() {
        double far = 1e9;
        Metric metric = new RegressionErrors(1);
        for (int i = 0; i < 100_000; i++) {
            // Labels vary by 1/4 around the mean, errors are 1/4 each: 1 - (1/16) / (1/4).
            double label = far + i % 2;
            metric.add(new double[] {label + .25}, 0, new double[] {label}, 0);
        }
        assertThat(of(metric, 1).get("r2")).isCloseTo(.75, within(1e-9));
    }

    @Test
    void aucCountsPairsAndHalvesTies() {
        // Positives .9 and .4, negatives .4, .3 and .6: 3 + (1 + 1/2) of 6 pairs.
        Map<String, Double> values =
                of(new ExactRocAuc(1, 5), 1, row(.4, 0), row(.9, 1), row(.3, 0), row(.4, 1), row(.6, 0));
        assertThat(values).containsExactly(entry("rocAuc", .75));
    }

    @Test
    void aucOfClassesIsTheMeanOfThoseThatCame() {
        // Class 0 against the rest 1, class 1 against the rest 1/2, class 2 did not come.
        Map<String, Double> values =
                of(new ExactRocAuc(3, 3), 3, row(.6, .2, .2, 0), row(.3, .3, .4, 1), row(.5, .1, .4, 0));
        Map<String, Double> tied =
                of(new ExactRocAuc(3, 3), 3, row(.6, .2, .2, 0), row(.3, .2, .5, 1), row(.5, .2, .3, 0));
        assertThat(values).containsExactly(entry("rocAuc", 1.));
        assertThat(tied).containsExactly(entry("rocAuc", .75));
    }

    @Test
    void aucIsNotDefinedForOneClass() {
        assertThat(of(new ExactRocAuc(1, 2), 1, row(.4, 1), row(.9, 1)).get("rocAuc"))
                .isNaN();
        assertThat(of(new HistogramRocAuc(1), 1, row(.4, 1), row(.9, 1)).get("rocAuc"))
                .isNaN();
    }

    @Test
    void aSumKeepsWhatATermIsTooSmallFor() {
        CompensatedSum sum = new CompensatedSum();
        sum.add(1);
        sum.add(1e100);
        sum.add(1);
        sum.add(-1e100);
        assertThat(sum.value()).isEqualTo(2);
    }
}

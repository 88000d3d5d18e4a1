package io.mainstem.stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.Event;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.LabelRecord;
import io.mainstem.event.Labels;
import io.mainstem.event.ModelVersion;
import io.mainstem.event.Prediction;
import io.mainstem.learn.Learner;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.spec.Source;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionSamplerTest {

    private static final LearnerSpec SPEC = LearnerSpecReader.read(
            """
            name: sampled
            features: {x: {type: number}}
            tasks: {a: {type: binary, wait: 1h, otherwise: false}, b: {type: regression, outputs: 2, wait: 2h}}
            """);
    private static final LabelLayout LAYOUT = new LabelLayout(SPEC.tasks());

    private final List<PredictionSample> told = new ArrayList<>();
    private long nanos;
    private final PredictionSampler sampler = new PredictionSampler(SPEC, told::add, () -> nanos);

    private static Labels labels(int task, double... values) {
        Labels labels = Labels.none(LAYOUT);
        System.arraycopy(values, 0, labels.values(), LAYOUT.labelOffset(task), values.length);
        labels.present()[task] = true;
        return labels;
    }

    private void event(String id, Labels labels) {
        event(id, 0, labels);
    }

    private void event(String id, long time, Labels labels) {
        nanos += 250_000_000L;
        sampler.taking(new Decoded.Good(new Event(id, time, labels), Learner.features(SPEC)));
    }

    private void prediction(String id) {
        prediction(id, 0);
    }

    private void prediction(String id, long time) {
        sampler.predicted(new Prediction(id, time, new ModelVersion(0, 0, 0, 1), new double[LAYOUT.outputWidth()]));
    }

    private void later(String id, Labels labels) {
        sampler.taking(new Decoded.Later(new LabelRecord(id, 0, labels), Source.LABELS));
    }

    private PredictionSample last() {
        return told.get(told.size() - 1);
    }

    private Labels lastLabels() {
        return requireNonNull(last().labels());
    }

    @Test
    void tellsAPredictionWithTheLabelsThatCameWithIt() {
        event("1", labels(0, 1));
        prediction("2");
        prediction("1");

        assertThat(told).hasSize(1);
        assertThat(last().prediction().id()).isEqualTo("1");
        assertThat(lastLabels().present()).containsExactly(true, false);
    }

    @Test
    void tellsItAgainWithWhatComesLaterTheNewestOfEachTask() {
        event("1", Labels.none(LAYOUT));
        prediction("1");
        assertThat(last().labels()).isNull();

        later("1", labels(0, 1));
        later("1", labels(1, 5, 0));
        assertThat(lastLabels().present()).containsExactly(true, true);
        assertThat(lastLabels().values()).containsExactly(1, 5, 0);

        later("1", labels(0, 0));
        later("1", labels(1, 0, 7));
        assertThat(lastLabels().values()).containsExactly(0, 0, 7);
        later("2", labels(0, 1));
        assertThat(told).hasSize(5);
    }

    /** Four a second for as long, each of the stream's time. */
    private void pick(int first, int count) {
        for (int i = first; i < first + count; i++) {
            event("e" + i, 250L * i, Labels.none(LAYOUT));
            prediction("e" + i, 250L * i);
        }
    }

    @Test
    void someAreWatchedUntilTheirLabelsComeHoweverLate() {
        pick(1, 8000);
        told.clear();

        for (int i = 1; i <= 8000; i++) {
            later("e" + i, labels(0, 1));
        }

        List<Integer> answered = told.stream()
                .map(sample -> Integer.parseInt(sample.prediction().id().substring(1)))
                .toList();
        assertThat(answered).hasSize(128).endsWith(7999, 8000);
        assertThat(answered.get(0)).isEqualTo(1);
        for (int i = 1; i < 64; i++) {
            assertThat(answered.get(i) - answered.get(i - 1)).isLessThan(8000 / 16);
        }
        assertThat(told).allMatch(PredictionSample::again);
    }

    @Test
    void theEndOfAWaitIsToldWithWhatIsTakenForTheLabel() {
        event("1", 0, Labels.none(LAYOUT));
        prediction("1");
        event("2", 3_599_999, Labels.none(LAYOUT));
        assertThat(told).hasSize(1);

        event("3", 3_600_000, Labels.none(LAYOUT));
        assertThat(told).hasSize(2);
        assertThat(last().over()).containsExactly(true, false);
        assertThat(lastLabels().present()).containsExactly(true, false);
        assertThat(lastLabels().values()[0]).isZero();

        event("4", 7_200_000, Labels.none(LAYOUT));
        assertThat(told).hasSize(3);
        assertThat(last().over()).containsExactly(true, true);
        assertThat(lastLabels().present()).containsExactly(true, false);

        later("1", labels(0, 1));
        assertThat(last().over()).containsExactly(false, true);
        assertThat(lastLabels().values()[0]).isEqualTo(1);
    }

    @Test
    void whatHasNoTimeOrAllItsLabelsWaitsForNothing() {
        event("1", Event.NO_TIME, Labels.none(LAYOUT));
        prediction("1", Event.NO_TIME);
        Labels all = labels(0, 1);
        LAYOUT.copy(1, labels(1, 5, 0), all);
        event("2", 0, all);
        prediction("2");

        event("3", 90_000_000, Labels.none(LAYOUT));

        assertThat(told).hasSize(2);
    }
}

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
            tasks: {a: {type: binary}, b: {type: regression, outputs: 2}}
            """);
    private static final LabelLayout LAYOUT = new LabelLayout(SPEC.tasks());

    private final List<PredictionSample> told = new ArrayList<>();
    private final PredictionSampler sampler = new PredictionSampler(LAYOUT, told::add);

    private static Labels labels(int task, double... values) {
        Labels labels = Labels.none(LAYOUT);
        System.arraycopy(values, 0, labels.values(), LAYOUT.labelOffset(task), values.length);
        labels.present()[task] = true;
        return labels;
    }

    private void event(String id, Labels labels) {
        sampler.taking(new Decoded.Good(new Event(id, 0, labels), Learner.features(SPEC)));
    }

    private void prediction(String id) {
        sampler.predicted(new Prediction(id, 0, new ModelVersion(0, 0, 0, 1), new double[LAYOUT.outputWidth()]));
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
}

package io.mainstem.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.TurningLabels;
import io.mainstem.evaluate.DriftDetector;
import io.mainstem.event.Drift;
import io.mainstem.event.Prediction;
import io.mainstem.spec.DriftSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A detector sees the loss of each prediction that was sent out, once, in the order of the labels. */
class WatchedLossTest {

    private static final int TURN = 2500;
    private static final int EVENTS = 3200;
    private static final int LATER = 40;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void ofLabelsWithTheirEvents(DriftSpec.Detector detector) {
        LearnerRun run =
                new LearnerRun(TurningLabels.spec(drift(detector))).take(TurningLabels.events(EVENTS, 21, TURN));

        assertSame(run, detector, TurningLabels.events(EVENTS, 21, TURN));
    }

    /** Not that of what the model would say by now. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void ofLabelsThatComeLater(DriftSpec.Detector detector) {
        List<byte[]> records = TurningLabels.lateLabels(EVENTS, LATER, 22, TURN);
        LearnerRun run = new LearnerRun(TurningLabels.waiting("1h", drift(detector))).take(records);

        assertSame(run, detector, records);
        assertThat(run.drifts).allSatisfy(one -> assertThat(one.events()).isGreaterThanOrEqualTo(TURN + LATER));
    }

    private static String drift(DriftSpec.Detector detector) {
        return "{detector: %s, features: false}"
                .formatted(detector == DriftSpec.Detector.ADWIN ? "adwin" : "pageHinkley");
    }

    private static void assertSame(LearnerRun run, DriftSpec.Detector kind, List<byte[]> records) {
        Map<String, Prediction> predictions = new HashMap<>();
        run.predictions.forEach(prediction -> predictions.putIfAbsent(prediction.id(), prediction));
        DriftDetector detector =
                DriftDetector.of(kind, DriftDetector.Direction.RISE).orElseThrow();
        List<Tuple> expected = new ArrayList<>();
        for (byte[] record : records) {
            String text = new String(record, StandardCharsets.UTF_8);
            if (!text.contains("\"y\":")) {
                continue;
            }
            Prediction prediction = predictions.get(text.split("\"", 5)[3]);
            if (prediction == null) {
                continue; // of the last mini-batch, which is not full
            }
            double p = prediction.outputs()[0];
            double loss = -StrictMath.log(text.contains("\"y\":true") ? p : 1 - p);
            if (detector.add(loss)) {
                expected.add(Tuple.tuple(detector.before(), detector.after(), detector.size()));
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(run.drifts)
                .filteredOn(one -> "y".equals(one.task()))
                .extracting(Drift::before, Drift::after, Drift::size)
                .isEqualTo(expected);
    }
}

package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.DelayedLabels;
import io.mainstem.DelayedLabels.Arriving;
import io.mainstem.event.Prediction;
import io.mainstem.event.Reason;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels that come after a random time, against a plain replay in the order of their arrival. */
class DelayedLabelsTest {

    private final LearnerSpec spec = DelayedLabels.spec();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theWeightsAreThoseOfAPlainReplay(long seed) throws Exception {
        List<Arriving> day = DelayedLabels.day(1500, seed);
        LabelReplay replay = new LabelReplay(spec);
        LearnerRun run = new LearnerRun(spec);
        for (Arriving each : day) {
            replay.take(each.value());
            run.take(each.value());
            assertThat(run.weights())
                    .as("after %s", new String(each.value(), UTF_8))
                    .isEqualTo(replay.weights());
        }
        Learner learner = run.learner;
        assertThat(learner.model().step()).isGreaterThan(100);
        for (int t = 0; t < 2; t++) {
            TaskMetrics metrics = learner.metrics().get(t);
            assertThat(metrics.labels()).isEqualTo(replay.evaluators.get(t).labels());
            assertThat(metrics.run())
                    .isEqualTo(replay.evaluators.get(t).scores().run());
            assertThat(metrics.window())
                    .isEqualTo(replay.evaluators.get(t).scores().window());
            assertThat(metrics.labelAges().values().stream()
                            .mapToLong(age -> age.labels())
                            .sum())
                    .isEqualTo(metrics.labels());
        }
        assertThat(learner.rejected(Reason.LATE_LABEL)).isEqualTo(replay.late).isPositive();
        assertThat(learner.rejected(Reason.SECOND_LABEL))
                .isEqualTo(replay.second)
                .isPositive();
        assertThat(learner.rejected(Reason.UNKNOWN_ID))
                .isEqualTo(replay.unknown)
                .isPositive();
        assertThat(learner.metrics().get(0).lateLabels()).containsEntry("otherwise", replay.otherwise);
        assertThat(learner.metrics().get(1).lateLabels()).containsEntry("dropped", replay.dropped);
        assertThat(run.predictions)
                .extracting(Prediction::id)
                .doesNotHaveDuplicates()
                .hasSize(1500);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5})
    void aLearnerThatIsRestoredGoesOnBitForBit(long seed) {
        List<Arriving> day = DelayedLabels.day(600, seed);
        LearnerRun undisturbed = new LearnerRun(spec);
        MemoryWaitStore store = new MemoryWaitStore();
        LearnerRun disturbed = new LearnerRun(spec);
        disturbed.learner.waitIn(store);
        int n = 0;
        for (Arriving each : day) {
            undisturbed.take(each.value(), Long.MAX_VALUE, n);
            disturbed.take(each.value(), Long.MAX_VALUE, n);
            if (n++ % 37 == 0) {
                Learner restored = SavedLearner.of(disturbed.learner).restored(spec);
                restored.waitIn(store);
                disturbed = new LearnerRun(spec, restored);
            }
        }
        assertThat(disturbed.weights()).isEqualTo(undisturbed.weights());
        assertThat(disturbed.learner.metrics()).isEqualTo(undisturbed.learner.metrics());
        assertThat(SavedLearner.of(disturbed.learner).examples())
                .usingRecursiveComparison()
                .isEqualTo(SavedLearner.of(undisturbed.learner).examples());
    }
}

package io.mainstem.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.guarantee.Sent.Kind;
import java.util.HashMap;
import java.util.Map;

/**
 * No prediction comes from a model that has learned from the event itself, or from a later one: each names the step that
 * the model had taken before the event's mini-batch, or before the event where that has no labels.
 */
final class ScoredBeforeLearned implements Guarantee {

    private final Map<Integer, Long> labelledBefore = new HashMap<>();
    private final Map<String, Long> labelledBeforeEvent = new HashMap<>();

    @Override
    public void onSent(Sent sent) {
        long before = labelledBefore.getOrDefault(sent.partition(), 0L);
        if (sent.kind().isEvent()) {
            labelledBeforeEvent.put(sent.id(), before);
        }
        if (sent.kind() == Kind.LABELLED) {
            labelledBefore.put(sent.partition(), before + 1);
        }
    }

    @Override
    public void check(Evidence evidence) {
        int batch = evidence.spec().batch().size();
        Map<Integer, Long> steps = new HashMap<>();
        for (Output prediction : evidence.predictions()) {
            Long before = labelledBeforeEvent.get(prediction.key());
            if (before == null) {
                throw new AssertionError("a prediction of " + prediction.key() + ", which was not sent");
            }
            assertThat(prediction.step())
                    .as("step of the model that predicted %s of partition %d", prediction.key(), prediction.replica())
                    .isEqualTo(before / batch)
                    .as("steps that fall, at %s of partition %d", prediction.key(), prediction.replica())
                    .isGreaterThanOrEqualTo(steps.getOrDefault(prediction.replica(), 0L));
            steps.put(prediction.replica(), prediction.step());
        }
    }
}

package io.mainstem.spec;

import java.time.Duration;
import java.util.Map;

/**
 * What becomes of labels that come later than their events.
 *
 * @param shape where in a record of the labels topic things stand
 * @param waits by the names of the tasks whose labels are waited for; the others' labels come with the event or not at all
 * @param early what becomes of a label whose event is not known
 * @param hold how long, in stream time, such a label is held where it is held
 * @param late what becomes of a label of a known event that is not waited for, or not any more
 * @param second what becomes of a further label of the same event for the same task
 * @param remember how long the id of an event is known after its labels are complete or its waits are over
 */
public record LabelsSpec(
        RecordShape shape,
        Map<String, WaitSpec> waits,
        Early early,
        Duration hold,
        Late late,
        Second second,
        Duration remember) {

    /** A label whose event has not come. */
    public enum Early {
        /** Until the event comes; after {@code hold} it is a dead letter. */
        HOLD,
        /** It is a dead letter at once. */
        REJECT,
        /** It is counted. */
        IGNORE
    }

    /** A label after the end of the wait. */
    public enum Late {
        /** It is a dead letter. */
        REJECT,
        /** It is counted. */
        IGNORE
    }

    /** A label that is not the first. */
    public enum Second {
        /** It is a dead letter. */
        REJECT,
        /** It is counted. */
        IGNORE,
        /** It is learned as well; for that the event's row is kept until the end of its wait. */
        LEARN
    }

    /** Of a learner that waits for nothing. */
    public static final LabelsSpec NONE = new LabelsSpec(
            RecordShape.LABELS,
            Map.of(),
            Early.HOLD,
            Duration.ofMinutes(10),
            Late.REJECT,
            Second.REJECT,
            Duration.ZERO);

    public LabelsSpec {
        waits = Map.copyOf(waits);
    }

    /** Whether the learner takes labels that come later than their events. */
    public boolean areAwaited() {
        return !waits.isEmpty();
    }
}

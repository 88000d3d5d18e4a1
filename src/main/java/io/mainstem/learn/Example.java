package io.mainstem.learn;

import io.mainstem.encode.Row;
import io.mainstem.event.Event;
import io.mainstem.event.Labels;
import io.mainstem.spec.Source;
import org.jspecify.annotations.Nullable;

/**
 * What waits for its mini-batch to fill: an event, or labels that came later than theirs.
 *
 * @param id of the event
 * @param source of the record that brought it
 * @param offset of that record in its source
 * @param time from which it lingers
 * @param age of the labels: how long after the event they came to be known, in milliseconds
 * @param predicted whether its prediction was sent out already
 * @param clustered whether it is an example of the tasks that cluster; labels are not, as their event was
 * @param outputs {@code [layout.outputWidth]} the prediction that its labels are scored against, for the tasks that have
 *     one; null to score them against that of the mini-batch
 * @param regions {@code [layout.regionWidth]} that this prediction had; null where it had none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, read on the hot path
record Example(
        String id,
        Source source,
        long offset,
        long time,
        long age,
        boolean predicted,
        boolean clustered,
        Labels labels,
        Row row,
        double @Nullable [] outputs,
        double @Nullable [] regions) {

    /**
     * An event.
     *
     * @param predicted what was sent out of it already, or null
     * @param regions with that; null where there were none
     */
    static Example of(Event event, long offset, Row row, double @Nullable [] predicted, double @Nullable [] regions) {
        double[] outputs = event.labels().isEmpty() ? null : predicted;
        boolean isPredicted = predicted != null;
        return new Example(
                event.id(),
                Source.EVENTS,
                offset,
                event.time(),
                0,
                isPredicted,
                true,
                event.labels(),
                row,
                outputs,
                outputs == null ? null : regions);
    }

    /** Labels that came at the stream's time. */
    static Example of(LateLabels late, long now) {
        return new Example(
                late.id(),
                late.source(),
                late.offset(),
                now,
                late.age(),
                true,
                false,
                late.labels(),
                late.row(),
                late.outputs(),
                late.regions());
    }
}

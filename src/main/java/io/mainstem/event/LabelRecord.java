package io.mainstem.event;

/**
 * Labels that come later than their event, or before it.
 *
 * @param id of the event
 * @param time when they came to be known, in epoch milliseconds, or {@link Event#NO_TIME}
 * @param labels those present; none where the record is about tasks that the learner does not declare
 */
public record LabelRecord(String id, long time, Labels labels) implements Arrival {}

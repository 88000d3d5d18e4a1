package io.mainstem.event;

/** What a record of the learner's sources says: an event, or labels of one. */
public sealed interface Arrival permits Event, LabelRecord {

    /** Of the event. */
    String id();

    /** Epoch milliseconds, or {@link Event#NO_TIME}. */
    long time();

    /** Those present. */
    Labels labels();
}

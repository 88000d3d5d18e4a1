package io.mainstem.spec;

/** Where a learner's records come from. New ones go to the end: saved states count by position. */
public enum Source {
    /** Features, with the labels that are known. */
    EVENTS,
    /** Labels that are known later than their events. */
    LABELS,
    /** Commands to the learner. */
    CONTROL
}

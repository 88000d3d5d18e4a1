package io.mainstem.event;

import java.util.Locale;

/** Why a record is a dead letter; the code is part of the contract of the dead-letters topic. New ones go to the end: saved states count by position. */
public enum Reason {
    /** No value, or one of no bytes. */
    EMPTY_VALUE,
    /** More bytes than {@code events.maxBytes}; or an id or a number of unreasonable length. */
    TOO_LARGE,
    /** Not one JSON value in UTF-8, or nested too deeply. */
    NOT_JSON,
    /** A field, feature or label of another type than the contract or the learner file says. */
    WRONG_TYPE,
    /** No id, or an empty one. */
    MISSING_ID,
    /** No features; and no labels of an event either, or the learner waits for none. */
    MISSING_FEATURES,
    /** A record of Mainstem's own, such as a checkpoint's manifest, lacks a field. */
    MISSING_FIELD,
    /** A field, feature or label given twice. */
    DUPLICATE_FIELD,
    /** A number that is not finite, or beyond the range of a 32-bit float. */
    NOT_FINITE,
    /** A class or label that the task does not declare. */
    UNKNOWN_CLASS,
    /** A vector, or a label of several outputs, of another length than declared. */
    WRONG_LENGTH,
    /** A time that is neither ISO 8601 with offset nor epoch milliseconds. */
    BAD_TIME,
    /** A time further ahead of the record's timestamp than {@code events.maxAhead}. */
    TIME_AHEAD,
    /** Bytes of a checkpoint that do not fit their format, their checksum or their manifest. */
    DAMAGED,
    /** A label that the task's loss cannot take, such as a negative count; or a command's number out of bounds. */
    OUT_OF_RANGE,
    /** An event that was predicted, but whose mini-batch was not learned, because its loss or gradient was not finite, or absurdly large. */
    DIVERGED,
    /** A record of labels with none in it. */
    MISSING_LABELS,
    /** Labels of an event that is not known: it did not come in time, has no time, or is forgotten. */
    UNKNOWN_ID,
    /** A label that is not waited for, or not any more. */
    LATE_LABEL,
    /** A further label of the same event for the same task. */
    SECOND_LABEL,
    /** An event whose id was there before, within the window. */
    REPEATED_EVENT,
    /** Bytes that the deserialiser of an embedding program cannot make a record of. */
    NOT_DESERIALIZABLE,
    /** A record of the control topic whose command is none that there is. */
    UNKNOWN_COMMAND;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The reason as it stands in records and metrics, e.g. {@code not-json}. */
    public String code() {
        return code;
    }
}

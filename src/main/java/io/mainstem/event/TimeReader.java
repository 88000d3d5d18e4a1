package io.mainstem.event;

import io.mainstem.spec.EpochUnit;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Reads the time of an event, and refuses one that is no time or too far ahead. Immutable. */
final class TimeReader {

    /** What a number of seconds with a fraction is rounded to before it is cut to milliseconds: doubles are not exact. */
    private static final double MICROS_OF_SECOND = 1e6;

    private static final long MICROS_OF_MILLI = 1000;

    private final EpochUnit unit;
    private final Duration maxAhead;
    private final long maxAheadMillis;

    /**
     * Times as a learner takes them.
     *
     * @param unit of those that are numbers
     * @param maxAhead how far a time may lie ahead of the timestamp of its record
     */
    TimeReader(EpochUnit unit, Duration maxAhead) {
        this.unit = unit;
        this.maxAhead = maxAhead;
        maxAheadMillis =
                maxAhead.compareTo(Duration.ofMillis(Long.MAX_VALUE)) < 0 ? maxAhead.toMillis() : Long.MAX_VALUE;
    }

    /**
     * Epoch milliseconds. The cursor stands on the value, which is not null.
     *
     * @param recordTimestamp epoch milliseconds, or {@link EventReader#NO_TIMESTAMP}
     */
    long read(RecordCursor cursor, long recordTimestamp) throws IOException, InvalidRecordException {
        long time =
                switch (cursor.token()) {
                    case VALUE_STRING -> textTime(cursor);
                    case VALUE_NUMBER_INT -> integerTime(cursor);
                    case VALUE_NUMBER_FLOAT -> fractionalTime(cursor);
                    default -> throw badTime(cursor, cursor.found());
                };
        if (!EventTime.inRange(time)) {
            throw cursor.refusal(
                    Reason.BAD_TIME, "expected a year from 0000 to 9999, found " + Excerpt.of(cursor.text()));
        }
        if (recordTimestamp <= Long.MAX_VALUE - maxAheadMillis && time > recordTimestamp + maxAheadMillis) {
            throw cursor.refusal(
                    Reason.TIME_AHEAD,
                    "expected at most " + maxAhead + " (events.maxAhead) after the record's timestamp "
                            + Instant.ofEpochMilli(recordTimestamp) + ", found " + Instant.ofEpochMilli(time));
        }
        return time;
    }

    private long textTime(RecordCursor cursor) throws IOException, InvalidRecordException {
        try {
            return EventTime.parse(cursor.chars(), cursor.offset(), cursor.length());
        } catch (DateTimeException e) {
            throw badTime(cursor, Excerpt.quoted(cursor.text()));
        }
    }

    private long integerTime(RecordCursor cursor) throws IOException, InvalidRecordException {
        // More digits than a long has mean a time out of range, whatever they are.
        return cursor.fitsLong() ? unit.toMillis(cursor.integer()) : Long.MAX_VALUE;
    }

    private long fractionalTime(RecordCursor cursor) throws IOException, InvalidRecordException {
        if (unit != EpochUnit.SECONDS) {
            throw badTime(cursor, cursor.found());
        }
        return Math.floorDiv(Math.round(cursor.fraction() * MICROS_OF_SECOND), MICROS_OF_MILLI);
    }

    private InvalidRecordException badTime(RecordCursor cursor, String found) {
        String number = unit == EpochUnit.SECONDS ? "epoch seconds" : "integer epoch " + unit.word();
        return cursor.refusal(
                Reason.BAD_TIME,
                "expected ISO 8601 with an offset, such as 2026-01-01T00:00:00Z, or " + number + ", found " + found);
    }
}

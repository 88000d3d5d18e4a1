package io.mainstem.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import io.mainstem.spec.EventSpec;
import io.mainstem.spec.LearnerSpec;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from the bytes of their records, straight into a {@link FeatureSink}. What it made of one record has no
 * influence on the next. Not thread-safe.
 */
public final class EventReader {

    /** Stands for the timestamp of a record without one: times may then lie as far ahead as they like. */
    public static final long NO_TIMESTAMP = Long.MAX_VALUE;

    /** Characters of an id; it comes back as key and in the value of what the event causes, which has its own limits. */
    public static final int MAX_ID_LENGTH = 1024;

    private static final int ID = 1;
    private static final int TIME = 2;
    private static final int FEATURES = 4;
    private static final int LABELS = 8;

    private final FeaturesReader features;
    private final LabelsReader labels;
    private final Labels none;
    private final boolean awaitsLabels;
    private final int maxBytes;
    private final Duration maxAhead;
    private final long maxAheadMillis;
    private long ignoredNames;

    public EventReader(LearnerSpec spec) {
        EventSpec limits = spec.events();
        features = new FeaturesReader(spec.features());
        labels = new LabelsReader(spec.tasks());
        none = labels.none();
        awaitsLabels = spec.labels().areAwaited();
        maxBytes = limits.maxBytes();
        maxAhead = limits.maxAhead();
        maxAheadMillis =
                maxAhead.compareTo(Duration.ofMillis(Long.MAX_VALUE)) < 0 ? maxAhead.toMillis() : Long.MAX_VALUE;
    }

    /** Fields, features and labels of the events read so far that the learner does not declare. */
    public long ignoredNames() {
        return ignoredNames;
    }

    /**
     * Reads one event.
     *
     * @param recordTimestamp of the record that carries it, epoch milliseconds, or {@link #NO_TIMESTAMP}
     * @param sink takes the features; what it took is to be discarded where this throws
     * @throws InvalidRecordException where the record is not an event as declared
     */
    public Event read(byte @Nullable [] value, long recordTimestamp, FeatureSink sink) throws InvalidRecordException {
        return event(fields(value, recordTimestamp, sink));
    }

    /**
     * Reads an event or, where the learner waits for labels, a record of labels, which is one without features.
     *
     * @param recordTimestamp as in {@link #read}
     * @param sink as in {@link #read}
     * @throws InvalidRecordException where the record is neither
     */
    public Arrival readAny(byte @Nullable [] value, long recordTimestamp, FeatureSink sink)
            throws InvalidRecordException {
        Fields fields = fields(value, recordTimestamp, sink);
        return awaitsLabels && !fields.features && fields.labelled ? labels(fields) : event(fields);
    }

    /**
     * Reads a record of labels.
     *
     * @param recordTimestamp as in {@link #read}
     * @throws InvalidRecordException where the record is none as declared
     */
    public LabelRecord readLabels(byte @Nullable [] value, long recordTimestamp) throws InvalidRecordException {
        return labels(fields(value, recordTimestamp, null));
    }

    private Event event(Fields fields) throws InvalidRecordException {
        if (!fields.features) {
            throw new InvalidRecordException(Reason.MISSING_FEATURES, "features: expected an object, found none");
        }
        ignoredNames += fields.undeclared;
        return new Event(fields.id, fields.time, fields.labels);
    }

    private LabelRecord labels(Fields fields) throws InvalidRecordException {
        if (!fields.labelled) {
            throw new InvalidRecordException(Reason.MISSING_LABELS, "labels: expected a task's label, found none");
        }
        ignoredNames += fields.undeclared;
        return new LabelRecord(fields.id, fields.time, fields.labels);
    }

    private Fields fields(byte @Nullable [] value, long recordTimestamp, @Nullable FeatureSink sink)
            throws InvalidRecordException {
        if (sink != null) {
            sink.begin();
        }
        if (value == null || value.length == 0) {
            throw new InvalidRecordException(Reason.EMPTY_VALUE, "expected a JSON object, found an empty value");
        }
        if (value.length > maxBytes) {
            throw new InvalidRecordException(
                    Reason.TOO_LARGE,
                    "expected at most " + maxBytes + " bytes (events.maxBytes), found " + value.length);
        }
        return RecordCursor.read(value, cursor -> fields(cursor, recordTimestamp, sink));
    }

    /**
     * What stands in a record.
     *
     * @param features whether there are some
     * @param labelled whether there are labels, of whatever task
     * @param undeclared names in it that the learner does not declare
     */
    private record Fields(String id, long time, boolean features, Labels labels, boolean labelled, int undeclared) {}

    private Fields fields(RecordCursor cursor, long recordTimestamp, @Nullable FeatureSink sink)
            throws IOException, InvalidRecordException {
        String id = null;
        long time = Event.NO_TIME;
        Labels given = none;
        boolean hasFeatures = false;
        boolean labelled = false;
        int undeclared = 0;
        int seen = 0;
        for (String name = cursor.nextName(); name != null; name = cursor.nextName()) {
            int field = field(name);
            if ((seen & field) != 0) {
                throw cursor.duplicate();
            }
            seen |= field;
            boolean present = cursor.next() != JsonToken.VALUE_NULL;
            if (field == 0 || (field == FEATURES && sink == null)) {
                cursor.skip();
                undeclared++;
            } else if (present) {
                switch (field) {
                    case ID -> id = id(cursor);
                    case TIME -> time = time(cursor, recordTimestamp);
                    case FEATURES -> {
                        undeclared += features.read(cursor, requireNonNull(sink));
                        hasFeatures = true;
                    }
                    default -> {
                        given = labels.none();
                        int others = labels.read(cursor, given);
                        undeclared += others;
                        labelled = others > 0 || !given.isEmpty();
                    }
                }
            }
        }
        cursor.end();
        if (id == null) {
            throw new InvalidRecordException(Reason.MISSING_ID, "id: expected a string or an integer, found none");
        }
        return new Fields(id, time, hasFeatures, given, labelled, undeclared);
    }

    private static int field(String name) {
        return switch (name) {
            case "id" -> ID;
            case "time" -> TIME;
            case "features" -> FEATURES;
            case "labels" -> LABELS;
            default -> 0;
        };
    }

    private static String id(RecordCursor cursor) throws IOException, InvalidRecordException {
        if (cursor.token() != JsonToken.VALUE_STRING && cursor.token() != JsonToken.VALUE_NUMBER_INT) {
            throw cursor.wrongType("a string or an integer");
        }
        String id = cursor.text();
        if (id.isEmpty()) {
            throw cursor.refusal(Reason.MISSING_ID, "expected a string or an integer, found an empty string");
        }
        if (id.length() > MAX_ID_LENGTH) {
            throw cursor.refusal(
                    Reason.TOO_LARGE, "expected at most " + MAX_ID_LENGTH + " characters, found " + id.length());
        }
        for (int i = 0; i < id.length(); i++) {
            if (Character.isSurrogate(id.charAt(i))) {
                int c = id.codePointAt(i);
                if (c < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                    // An escape can bring it in; it could not be written as UTF-8 again.
                    throw cursor.refusal(Reason.NOT_JSON, "half a surrogate pair is not a character");
                }
                i++;
            }
        }
        return id;
    }

    private long time(RecordCursor cursor, long recordTimestamp) throws IOException, InvalidRecordException {
        long time =
                switch (cursor.token()) {
                    case VALUE_STRING -> textTime(cursor);
                    case VALUE_NUMBER_INT -> integerTime(cursor);
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

    private static long textTime(RecordCursor cursor) throws IOException, InvalidRecordException {
        try {
            return EventTime.parse(cursor.chars(), cursor.offset(), cursor.length());
        } catch (DateTimeException e) {
            throw badTime(cursor, Excerpt.quoted(cursor.text()));
        }
    }

    private static long integerTime(RecordCursor cursor) throws IOException, InvalidRecordException {
        // More digits than a long has mean a time out of range, whatever they are.
        return cursor.fitsLong() ? cursor.integer() : Long.MAX_VALUE;
    }

    private static InvalidRecordException badTime(RecordCursor cursor, String found) {
        return cursor.refusal(
                Reason.BAD_TIME,
                "expected ISO 8601 with an offset, such as 2026-01-01T00:00:00Z, or integer epoch milliseconds, found "
                        + found);
    }
}

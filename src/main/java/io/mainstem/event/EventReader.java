package io.mainstem.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import io.mainstem.spec.EpochUnit;
import io.mainstem.spec.EventSpec;
import io.mainstem.spec.FeatureSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RecordShape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads events and labels from their records, features straight into a {@link FeatureSink}; things stand where the learner
 * file says. What it made of one record has no
 * influence on the next. Not thread-safe.
 */
public final class EventReader {

    /** Stands for the timestamp of a record without one: times may then lie as far ahead as they like. */
    public static final long NO_TIMESTAMP = Long.MAX_VALUE;

    private static final int ID = 1;
    private static final int TIME = 2;
    private static final int FEATURES = 4;
    private static final int LABELS = 8;

    private final FeaturesReader features;
    private final LabelsReader labels;
    private final Labels none;
    private final boolean awaitsLabels;
    private final int maxBytes;
    private final TimeReader times;
    private final @Nullable ShapedReader events;
    private final @Nullable ShapedReader labelRecords;
    private long ignoredNames;

    public EventReader(LearnerSpec spec) {
        EventSpec limits = spec.events();
        features = new FeaturesReader(spec.features());
        labels = new LabelsReader(spec.tasks());
        none = labels.none();
        awaitsLabels = spec.labels().areAwaited();
        maxBytes = limits.maxBytes();
        times = new TimeReader(EpochUnit.MILLISECONDS, limits.maxAhead());
        events = shaped(limits.shape(), spec.features(), spec);
        labelRecords = shaped(spec.labels().shape(), List.of(), spec);
    }

    /** Null for the contract's own shape. */
    private static @Nullable ShapedReader shaped(RecordShape shape, List<FeatureSpec> features, LearnerSpec spec) {
        TimeReader times = new TimeReader(shape.timeUnit(), spec.events().maxAhead());
        boolean isContract = shape.equals(RecordShape.EVENT) || shape.equals(RecordShape.LABELS);
        return isContract ? null : new ShapedReader(shape, features, spec.tasks(), times);
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
        return event(RecordCursor.read(requireSize(value), cursor -> fields(cursor, recordTimestamp, sink)));
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
        return any(RecordCursor.read(requireSize(value), cursor -> fields(cursor, recordTimestamp, sink)));
    }

    /**
     * Reads what somebody else made of the bytes of a record: of the same shape, but of Java's own objects. Maps are
     * objects, collections and arrays are arrays, character sequences, instants, UUIDs and enum constants are strings.
     *
     * @param recordTimestamp as in {@link #read}
     * @param sink as in {@link #read}
     * @throws InvalidRecordException where the record is neither an event nor, where the learner waits for labels, labels
     */
    public Arrival readAny(Map<?, ?> record, long recordTimestamp, FeatureSink sink) throws InvalidRecordException {
        return any(RecordCursor.read(record, cursor -> fields(cursor, recordTimestamp, sink)));
    }

    /**
     * Reads a record of labels.
     *
     * @param recordTimestamp as in {@link #read}
     * @throws InvalidRecordException where the record is none as declared
     */
    public LabelRecord readLabels(byte @Nullable [] value, long recordTimestamp) throws InvalidRecordException {
        return labels(
                RecordCursor.read(
                        requireSize(value),
                        cursor -> labelRecords == null
                                ? contract(cursor, recordTimestamp, null)
                                : labelRecords.read(cursor, recordTimestamp, null)),
                labelRecords);
    }

    /**
     * The value of a record, if it may be read.
     *
     * @throws InvalidRecordException where there is none, or one that is too large
     */
    public byte[] requireSize(byte @Nullable [] value) throws InvalidRecordException {
        if (value == null || value.length == 0) {
            throw new InvalidRecordException(Reason.EMPTY_VALUE, "expected a JSON object, found an empty value");
        }
        if (value.length > maxBytes) {
            throw new InvalidRecordException(
                    Reason.TOO_LARGE,
                    "expected at most " + maxBytes + " bytes (events.maxBytes), found " + value.length);
        }
        return value;
    }

    private Arrival any(RecordFields fields) throws InvalidRecordException {
        return awaitsLabels && !fields.hasFeatures() && fields.isLabelled() ? labels(fields, events) : event(fields);
    }

    private Event event(RecordFields fields) throws InvalidRecordException {
        if (!fields.hasFeatures()) {
            throw new InvalidRecordException(
                    Reason.MISSING_FEATURES,
                    events == null ? "features: expected an object, found none" : events.missingFeatures());
        }
        ignoredNames += fields.undeclared();
        return new Event(fields.id(), fields.time(), fields.labels());
    }

    private LabelRecord labels(RecordFields fields, @Nullable ShapedReader shaped) throws InvalidRecordException {
        if (!fields.isLabelled()) {
            throw new InvalidRecordException(
                    Reason.MISSING_LABELS,
                    shaped == null ? "labels: expected a task's label, found none" : shaped.missingLabels());
        }
        ignoredNames += fields.undeclared();
        return new LabelRecord(fields.id(), fields.time(), fields.labels());
    }

    private RecordFields fields(RecordCursor cursor, long recordTimestamp, FeatureSink sink)
            throws IOException, InvalidRecordException {
        sink.begin();
        return events == null ? contract(cursor, recordTimestamp, sink) : events.read(cursor, recordTimestamp, sink);
    }

    private RecordFields contract(RecordCursor cursor, long recordTimestamp, @Nullable FeatureSink sink)
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
                    case ID -> id = RecordId.read(cursor);
                    case TIME -> time = times.read(cursor, recordTimestamp);
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
        return new RecordFields(id, time, hasFeatures, given, labelled, undeclared);
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
}

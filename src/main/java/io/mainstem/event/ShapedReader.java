package io.mainstem.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import io.mainstem.spec.FeatureSpec;
import io.mainstem.spec.Pointer;
import io.mainstem.spec.RecordShape;
import io.mainstem.spec.TaskSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of a shape that their owner declares, in one pass over their tokens. What a pointer does not find is
 * missing. Not thread-safe.
 *
 * <p>A record has features where it has the object of them; where they have a pointer each, or stand in the record
 * itself, where at least one of them is there, be it null.
 */
final class ShapedReader {

    private final RecordShape shape;
    private final TimeReader times;
    private final LabelLayout layout;
    private final Labels none;
    private final ShapeNode root = ShapeNode.root();

    /** Where features are looked for, for a message. */
    private final List<String> featurePlaces = new ArrayList<>();

    /** The same of labels. */
    private final List<String> labelPlaces = new ArrayList<>();

    /** Counts records, so that nothing in the tree need be cleared between two. */
    private long record;

    private @Nullable FeatureSink sink;
    private long timestamp;
    private @Nullable String id;
    private long time;
    private Labels labels;
    private boolean hasOwnLabels;
    private boolean isLabelled;
    private boolean hasFeatures;
    private long undeclared;

    /**
     * A reader of one kind of records.
     *
     * @param features that the records may have; none for records of labels alone, whose shape has none
     * @param tasks that the records may have labels of
     */
    ShapedReader(RecordShape shape, List<FeatureSpec> features, List<TaskSpec> tasks, TimeReader times) {
        this.shape = shape;
        this.times = times;
        layout = new LabelLayout(tasks);
        none = Labels.none(layout);
        labels = none;
        addIdAndTime();
        addFeatures(features);
        addLabels(tasks);
    }

    private void addIdAndTime() {
        root.at(shape.id()).add(cursor -> id = RecordId.read(cursor), false);
        root.at(shape.time()).add(cursor -> time = times.read(cursor, timestamp), false);
    }

    private void addFeatures(List<FeatureSpec> features) {
        Optional<Pointer> object = object(shape.features());
        boolean objectTells = object.isPresent() && !object.get().isRecord();
        if (objectTells) {
            root.at(object.get()).markFeatures();
            featurePlaces.add(Excerpt.pointer(object.get()));
        }
        for (int f = 0; f < features.size(); f++) {
            FeatureReader reader = FeatureReader.of(f, features.get(f));
            boolean several = features.get(f).takesSeveral();
            shape.features().of(features.get(f).name()).ifPresent(pointer -> {
                ShapeNode node = root.at(pointer);
                node.add(cursor -> reader.read(cursor, requireNonNull(sink)), several);
                if (!objectTells) {
                    node.markFeatures();
                    featurePlaces.add(Excerpt.pointer(pointer));
                }
            });
        }
    }

    private void addLabels(List<TaskSpec> tasks) {
        object(shape.labels()).filter(at -> !at.isRecord()).ifPresent(at -> root.at(at)
                .markLabels());
        for (int t = 0; t < tasks.size(); t++) {
            LabelReader reader = LabelReader.of(t, layout.labelOffset(t), tasks.get(t));
            boolean several = tasks.get(t).takesSeveral();
            shape.labels().of(tasks.get(t).name()).ifPresent(pointer -> {
                root.at(pointer).add(cursor -> label(cursor, reader), several);
                labelPlaces.add(Excerpt.pointer(pointer));
            });
        }
    }

    /** Where all of the parts stand, if in one object. */
    private Optional<Pointer> object(RecordShape.Parts parts) {
        if (parts instanceof RecordShape.Parts.Whole whole) {
            root.at(whole.at()).requireObject();
            return Optional.of(whole.at());
        }
        return Optional.empty();
    }

    private void label(RecordCursor cursor, LabelReader reader) throws IOException, InvalidRecordException {
        isLabelled = true;
        if (!hasOwnLabels) {
            labels = Labels.none(layout);
            hasOwnLabels = true;
        }
        reader.read(cursor, labels.values());
        labels.present()[reader.task()] = true;
    }

    /** Says where features were looked for and not found. */
    String missingFeatures() {
        return shape.features() instanceof RecordShape.Parts.Whole whole
                        && !whole.at().isRecord()
                ? Excerpt.pointer(whole.at()) + ": expected an object, found none"
                : "expected features at " + new NameTable(featurePlaces) + ", found none of them";
    }

    /** Says where labels were looked for and not found. */
    String missingLabels() {
        return shape.labels() instanceof RecordShape.Parts.Whole whole
                        && !whole.at().isRecord()
                ? Excerpt.pointer(whole.at()) + ": expected a task's label, found none"
                : "expected labels at " + new NameTable(labelPlaces) + ", found none of them";
    }

    /**
     * Reads one record.
     *
     * @param cursor on the record's opening brace
     * @param recordTimestamp epoch milliseconds, or {@link EventReader#NO_TIMESTAMP}
     * @param features takes the features; null where the shape has none
     * @return as undeclared, the names to which no pointer goes, in objects that are on the way of one
     */
    RecordFields read(RecordCursor cursor, long recordTimestamp, @Nullable FeatureSink features)
            throws IOException, InvalidRecordException {
        record++;
        sink = features;
        timestamp = recordTimestamp;
        id = null;
        time = Event.NO_TIME;
        labels = none;
        hasOwnLabels = false;
        isLabelled = false;
        hasFeatures = false;
        undeclared = 0;
        cursor.atPointer(null);
        fields(cursor, root);
        cursor.end();
        if (id == null) {
            throw new InvalidRecordException(
                    Reason.MISSING_ID, Excerpt.pointer(shape.id()) + ": expected a string or an integer, found none");
        }
        return new RecordFields(id, time, hasFeatures, labels, isLabelled, undeclared);
    }

    private void fields(RecordCursor cursor, ShapeNode node) throws IOException, InvalidRecordException {
        for (String name = cursor.nextName(); name != null; name = cursor.nextName()) {
            ShapeNode child = node.field(name);
            cursor.next();
            if (child == null) {
                cursor.skip();
                undeclared++;
                isLabelled |= node.isLabels();
            } else {
                value(cursor, child);
            }
        }
    }

    private void elements(RecordCursor cursor, ShapeNode node) throws IOException, InvalidRecordException {
        int index = 0;
        for (JsonToken token = cursor.next(); token != JsonToken.END_ARRAY; token = cursor.next()) {
            ShapeNode child = node.element(index);
            if (child == null) {
                cursor.skip();
            } else {
                value(cursor, child);
            }
            index++;
        }
    }

    /** The cursor stands on the value; afterwards on the value's last token. */
    private void value(RecordCursor cursor, ShapeNode node) throws IOException, InvalidRecordException {
        node.requireFirst(record, cursor);
        JsonToken token = cursor.token();
        if (node.isFeatures() && (node.isLeaf() || token != JsonToken.VALUE_NULL)) {
            hasFeatures = true;
        }
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (node.isLeaf()) {
            node.read(cursor);
        } else if (token == JsonToken.START_OBJECT) {
            fields(cursor, node);
        } else if (node.isObject()) {
            throw cursor.wrongType("an object");
        } else if (token == JsonToken.START_ARRAY && node.hasElements()) {
            elements(cursor, node);
        } else {
            cursor.skip();
        }
    }
}

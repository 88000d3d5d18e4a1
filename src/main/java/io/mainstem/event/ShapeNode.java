package io.mainstem.event;

import io.mainstem.spec.Pointer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A step of the pointers into a record, and all that go on from there: a tree that is walked beside the record's tokens.
 * Its leaves have readers; a node has either those or children. Not thread-safe.
 */
final class ShapeNode {

    /** Reads a value that is not null, on which the cursor stands; afterwards it stands on the value's last token. */
    interface Target {
        void read(RecordCursor cursor) throws IOException, InvalidRecordException;
    }

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final String path;
    private final Map<String, ShapeNode> fields = new HashMap<>();
    private final Map<Integer, ShapeNode> elements = new HashMap<>();
    private final List<Target> targets = new ArrayList<>();
    private boolean takesSeveral;
    private boolean isObject;
    private boolean isFeatures;
    private boolean isLabels;
    private long lastRecord;

    private ShapeNode(String path) {
        this.path = path;
    }

    /** The node of the record itself. */
    static ShapeNode root() {
        return new ShapeNode("");
    }

    /** The node at a pointer from here, made where there is none. */
    ShapeNode at(Pointer pointer) {
        ShapeNode node = this;
        for (String step : pointer.steps()) {
            node = node.child(step);
        }
        return node;
    }

    private ShapeNode child(String step) {
        return fields.computeIfAbsent(step, name -> {
            ShapeNode child = new ShapeNode(path + Excerpt.step(name));
            if (INDEX.matcher(name).matches()) {
                elements.put(Integer.parseInt(name), child);
            }
            return child;
        });
    }

    /**
     * Adds a reader of what stands here.
     *
     * @param several whether it reads arrays or objects: it moves the cursor on, so it comes last
     */
    void add(Target target, boolean several) {
        if (several && takesSeveral) {
            throw new IllegalArgumentException(path + ": an array or object can be read once only");
        }
        targets.add(takesSeveral ? targets.size() - 1 : targets.size(), target);
        takesSeveral |= several;
    }

    /** What stands here can only be an object, or null. */
    void requireObject() {
        isObject = true;
    }

    /** A record that has this has features. */
    void markFeatures() {
        isFeatures = true;
    }

    /** A record that has anything in the object here has labels, be they of tasks that nobody declares. */
    void markLabels() {
        isLabels = true;
    }

    /** The child that is a field of the name, or null. */
    @Nullable
    ShapeNode field(String name) {
        return fields.get(name);
    }

    /** Whether there are children that are elements of an array. */
    boolean hasElements() {
        return !elements.isEmpty();
    }

    /** The child that is the element of an array, or null. */
    @Nullable
    ShapeNode element(int index) {
        return elements.get(index);
    }

    /** Whether values here are read; otherwise they are taken apart. */
    boolean isLeaf() {
        return !targets.isEmpty();
    }

    boolean isObject() {
        return isObject;
    }

    boolean isLabels() {
        return isLabels;
    }

    boolean isFeatures() {
        return isFeatures;
    }

    /** Has all readers read the value. */
    void read(RecordCursor cursor) throws IOException, InvalidRecordException {
        cursor.atPointer(path);
        for (int t = 0; t < targets.size(); t++) {
            targets.get(t).read(cursor);
        }
        cursor.atPointer(null);
    }

    /**
     * To be called once for each value that stands here.
     *
     * @param record counts records, from 1
     * @throws InvalidRecordException if the record had one already
     */
    void requireFirst(long record, RecordCursor cursor) throws InvalidRecordException {
        if (lastRecord == record) {
            cursor.atPointer(path);
            throw cursor.duplicate();
        }
        lastRecord = record;
    }
}

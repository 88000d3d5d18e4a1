package io.mainstem.event;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A record of Mainstem's own as read back, off the hot path: fields by name, and a refusal with the path of what is
 * missing or of another type. Fields that nobody asks for are ignored, so that a newer version may add some.
 */
final class JsonObject {

    private final String path;
    private final Map<String, Object> fields;
    private final Set<String> nulls;

    private JsonObject(String path, Map<String, Object> fields, Set<String> nulls) {
        this.path = path;
        this.fields = fields;
        this.nulls = nulls;
    }

    static JsonObject read(byte[] value) throws InvalidRecordException {
        return RecordCursor.read(value, cursor -> {
            JsonObject object = object("", cursor);
            cursor.end();
            return object;
        });
    }

    private static JsonObject object(String path, RecordCursor cursor) throws IOException, InvalidRecordException {
        Map<String, Object> fields = new LinkedHashMap<>();
        Set<String> nulls = new HashSet<>();
        for (String name = cursor.nextName(); name != null; name = cursor.nextName()) {
            if (cursor.next() == JsonToken.VALUE_NULL) {
                nulls.add(name);
            } else if (fields.put(name, value(child(path, name), cursor)) != null) {
                throw new InvalidRecordException(Reason.DUPLICATE_FIELD, child(path, name) + ": given twice");
            }
        }
        return new JsonObject(path, fields, nulls);
    }

    private static Object value(String path, RecordCursor cursor) throws IOException, InvalidRecordException {
        return switch (cursor.token()) {
            case START_OBJECT -> object(path, cursor);
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (cursor.next() != JsonToken.END_ARRAY) {
                    items.add(value(path + "[" + items.size() + "]", cursor));
                }
                yield items;
            }
            case VALUE_STRING -> cursor.text();
            case VALUE_NUMBER_INT -> cursor.integer();
            case VALUE_NUMBER_FLOAT -> cursor.fraction();
            default -> cursor.token() == JsonToken.VALUE_TRUE;
        };
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Whether the field is there, and null. */
    boolean isNull(String name) {
        return nulls.contains(name) && !has(name);
    }

    boolean flag(String name) throws InvalidRecordException {
        return as(Boolean.class, "true or false", name);
    }

    String string(String name) throws InvalidRecordException {
        return as(String.class, "a string", name);
    }

    long integer(String name) throws InvalidRecordException {
        return as(Long.class, "an integer", name);
    }

    /** An integer from 0 to the greatest of 32 bits. */
    int count(String name) throws InvalidRecordException {
        long value = integer(name);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw wrongType(name, "an integer from 0 to " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    /** The field {@code time}, or {@link Event#NO_TIME} where it is absent. */
    long time() throws InvalidRecordException {
        if (!has("time")) {
            return Event.NO_TIME;
        }
        String text = string("time");
        try {
            return EventTime.parse(text.toCharArray(), 0, text.length());
        } catch (DateTimeException e) {
            throw new InvalidRecordException(
                    Reason.BAD_TIME,
                    child(path, "time") + ": expected ISO 8601 with an offset, found " + Excerpt.quoted(text));
        }
    }

    ModelVersion model() throws InvalidRecordException {
        JsonObject model = object("model");
        return new ModelVersion(
                model.count("replica"), model.integer("epoch"), model.integer("version"), model.integer("step"));
    }

    Steering steering() throws InvalidRecordException {
        JsonObject steering = object("steering");
        return new Steering(
                steering.flag("paused"),
                steering.flag("trunkFrozen"),
                steering.has("learningRate") ? steering.number("learningRate") : Double.NaN,
                steering.integer("notLearned"),
                steering.integer("givenUp"));
    }

    JsonObject object(String name) throws InvalidRecordException {
        return as(JsonObject.class, "an object", name);
    }

    List<JsonObject> objects(String name) throws InvalidRecordException {
        List<JsonObject> objects = new ArrayList<>();
        for (Object item : as(List.class, "an array", name)) {
            if (!(item instanceof JsonObject object)) {
                throw wrongType(name, "an array of objects");
            }
            objects.add(object);
        }
        return Collections.unmodifiableList(objects);
    }

    /** All fields of this object, each of them read alike. */
    <T> Map<String, T> all(Field<T> field) throws InvalidRecordException {
        Map<String, T> all = new LinkedHashMap<>();
        for (String name : fields.keySet()) {
            all.put(name, field.read(this, name));
        }
        return Collections.unmodifiableMap(all);
    }

    double number(String name) throws InvalidRecordException {
        return as(Number.class, "a number", name).doubleValue();
    }

    /** One of the typed readings of a field. */
    interface Field<T> {
        T read(JsonObject object, String name) throws InvalidRecordException;
    }

    private <T> T as(Class<T> type, String expected, String name) throws InvalidRecordException {
        Object value = fields.get(name);
        if (value == null) {
            throw new InvalidRecordException(
                    Reason.MISSING_FIELD, child(path, name) + ": expected " + expected + ", found none");
        }
        if (!type.isInstance(value)) {
            throw wrongType(name, expected);
        }
        return type.cast(value);
    }

    private InvalidRecordException wrongType(String name, String expected) {
        return new InvalidRecordException(
                Reason.WRONG_TYPE, child(path, name) + ": expected " + expected + ", found something else");
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? Excerpt.of(name) : path + "." + Excerpt.of(name);
    }
}

package io.mainstem.event;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks the tokens of one record and knows its place in it, so that every refusal names the path: with dots for records
 * of the contract's shape, as a JSON pointer where {@link #atPointer} says so. An {@link IOException} from any method
 * says that the bytes are not JSON; {@link #read} makes a refusal of it.
 */
abstract sealed class RecordCursor permits JsonCursor, ObjectCursor {

    private static final int NO_INDEX = -1;

    private String parent = "";
    private String field = "";
    private String item = "";
    private int index = NO_INDEX;
    private boolean byPointers;
    private @Nullable String pointer;

    /** Reads a record from a cursor that stands on the opening brace of its object, and calls {@link #end()} after it. */
    interface Body<T> {
        T read(RecordCursor cursor) throws IOException, InvalidRecordException;
    }

    /** Reads a record of JSON in UTF-8. */
    static <T> T read(byte[] value, Body<T> body) throws InvalidRecordException {
        return JsonCursor.read(value, body);
    }

    /** Reads a record of Java's own objects: maps, collections, strings, numbers, booleans. */
    static <T> T read(Map<?, ?> record, Body<T> body) throws InvalidRecordException {
        return ObjectCursor.read(record, body);
    }

    /** The next token, or null at the end; the cursor stands on it. */
    abstract @Nullable JsonToken nextToken() throws IOException, InvalidRecordException;

    /** The next token's name if it is one, or null; the cursor stands on it. */
    abstract @Nullable String nextFieldName() throws IOException, InvalidRecordException;

    /** The token the cursor stands on. */
    abstract JsonToken token();

    /** Whether the number that the cursor stands on is none, or infinite. */
    abstract boolean isNaN() throws IOException;

    abstract double doubleValue() throws IOException;

    abstract long longValue() throws IOException;

    /** Whether the integer that the cursor stands on is within the range of a long. */
    abstract boolean fitsLong() throws IOException;

    /** The characters of the string, name or number that the cursor stands on, made an object. */
    abstract String text() throws IOException;

    /**
     * The characters of the string that the cursor stands on, from {@link #offset()}, {@link #length()} of them; lent
     * until it moves on.
     */
    abstract char[] chars() throws IOException;

    abstract int offset() throws IOException;

    abstract int length() throws IOException;

    /** The pointer to what the cursor stands on, fit for a message; empty for the record. */
    abstract String here();

    /** What stands here, in words, if it is nothing of JSON's. */
    abstract String foundOtherwise();

    /** Nothing but white space may follow the record's object. */
    final void end() throws IOException, InvalidRecordException {
        at("");
        if (nextToken() != null) {
            throw refusal(Reason.NOT_JSON, "something follows the JSON object");
        }
    }

    /** The name of the next field, or null at the end of the object. The cursor's path is that field from now on. */
    final @Nullable String nextName() throws IOException, InvalidRecordException {
        String name = nextFieldName();
        at(name == null ? "" : name);
        return name;
    }

    final JsonToken next() throws IOException, InvalidRecordException {
        JsonToken token = nextToken();
        if (token == null) {
            throw refusal(Reason.NOT_JSON, "expected a JSON object, found white space only");
        }
        return token;
    }

    /** Fields met from now on are those of this one; {@link #leave()} ends it. */
    final void enter() {
        parent = field;
    }

    final void leave() {
        parent = "";
        at("");
    }

    private void at(String name) {
        field = name;
        leaveElement();
    }

    /** The cursor stands on an element of the field's array; {@link #leaveElement()} ends it. */
    final void at(int element) {
        index = element;
    }

    /** The cursor stands on an item of the field's object; {@link #leaveElement()} ends it. */
    final void atItem(String name) {
        item = name;
    }

    final void leaveElement() {
        index = NO_INDEX;
        item = "";
    }

    /**
     * From now on paths are pointers.
     *
     * @param value what the cursor stands on, until it is told another; null for wherever it is at the time
     */
    final void atPointer(@Nullable String value) {
        byPointers = true;
        pointer = value;
        leaveElement();
    }

    /** Passes over the value that the cursor stands on, whatever it holds; to the value's last token. */
    abstract void skip() throws IOException, InvalidRecordException;

    /** A number with a fraction or an exponent, of any size. */
    final double fraction() throws IOException, InvalidRecordException {
        if (isNaN()) {
            throw notFinite();
        }
        return doubleValue();
    }

    /** A finite number within the range of a float. */
    final double number() throws IOException, InvalidRecordException {
        if (!token().isNumeric()) {
            throw wrongType("a number");
        }
        double value = doubleValue();
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw notFinite();
        }
        return value;
    }

    final long integer() throws IOException, InvalidRecordException {
        if (token() != JsonToken.VALUE_NUMBER_INT || !fitsLong()) {
            throw wrongType("an integer of 64 bits");
        }
        return longValue();
    }

    final void object() throws InvalidRecordException {
        if (token() != JsonToken.START_OBJECT) {
            throw wrongType("an object");
        }
    }

    final InvalidRecordException wrongType(String expected) {
        return refusal(Reason.WRONG_TYPE, "expected " + expected + ", found " + found());
    }

    final InvalidRecordException duplicate() {
        return refusal(Reason.DUPLICATE_FIELD, "given twice");
    }

    final InvalidRecordException notFinite() throws IOException {
        return refusal(
                Reason.NOT_FINITE,
                "expected a finite number within the range of a 32-bit float, found " + Excerpt.of(text()));
    }

    final InvalidRecordException refusal(Reason reason, String what) {
        String path = byPointers ? pointer() : path();
        return new InvalidRecordException(reason, path.isEmpty() ? what : path + ": " + what);
    }

    /** What stands here, in words. */
    final String found() {
        return switch (token()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            default -> foundOtherwise();
        };
    }

    private String path() {
        StringBuilder path = new StringBuilder(parent);
        for (String name : List.of(field, item)) {
            if (!name.isEmpty()) {
                path.append(path.isEmpty() ? "" : ".").append(Excerpt.of(name));
            }
        }
        return index == NO_INDEX
                ? path.toString()
                : path.append('[').append(index).append(']').toString();
    }

    private String pointer() {
        if (pointer == null) {
            return here();
        }
        if (index != NO_INDEX) {
            return pointer + '/' + index;
        }
        return item.isEmpty() ? pointer : pointer + Excerpt.step(item);
    }

    /** The library reads ahead, and finds out while the cursor still stands before it. */
    final void readAhead(String name, int depth) {
        if (!byPointers && depth == (parent.isEmpty() ? 1 : 2)) {
            field = name;
        }
        pointer = null;
    }
}

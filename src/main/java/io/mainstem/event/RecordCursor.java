package io.mainstem.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the tokens of one JSON record and knows its place in it, so that every refusal names the path. All that can be
 * wrong with the bytes comes out as {@link InvalidRecordException}.
 */
final class RecordCursor implements AutoCloseable {

    private static final int NO_INDEX = -1;

    private final JsonParser parser;
    private String parent = "";
    private String field = "";
    private String item = "";
    private int index = NO_INDEX;

    private RecordCursor(JsonParser parser) {
        this.parser = parser;
    }

    /** Stands on the opening brace of the object that the record has to be. */
    static RecordCursor open(byte[] value) throws InvalidRecordException {
        int invalid = Utf8.firstInvalid(value);
        if (invalid >= 0) {
            throw new InvalidRecordException(Reason.NOT_JSON, "not UTF-8 at byte " + invalid);
        }
        try {
            RecordCursor cursor = new RecordCursor(Json.FACTORY.createParser(value));
            cursor.openRoot();
            return cursor;
        } catch (IOException e) {
            throw new IllegalStateException("an array of bytes cannot fail to be opened", e);
        }
    }

    private void openRoot() throws InvalidRecordException {
        boolean opened = false;
        try {
            next();
            object("an object");
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    /** To be called after the object's end: nothing but white space may follow. */
    void end() throws InvalidRecordException {
        at("");
        try {
            if (parser.nextToken() != null) {
                throw refusal(Reason.NOT_JSON, "something follows the JSON object");
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** The name of the next field, or null at the end of the object. The cursor's path is that field from now on. */
    @Nullable
    String nextName() throws InvalidRecordException {
        try {
            String name = parser.nextFieldName();
            at(name == null ? "" : name);
            return name;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    JsonToken next() throws InvalidRecordException {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw refusal(Reason.NOT_JSON, "expected JSON, found nothing");
            }
            return token;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** The token the cursor stands on. */
    JsonToken token() {
        return parser.currentToken();
    }

    /** Fields met from now on are those of this one; {@link #leave()} ends it. */
    void enter() {
        parent = field;
    }

    void leave() {
        parent = "";
        at("");
    }

    void at(String name) {
        field = name;
        leaveElement();
    }

    void at(int element) {
        index = element;
    }

    void atItem(String name) {
        item = name;
    }

    void leaveElement() {
        index = NO_INDEX;
        item = "";
    }

    /** Passes over the value that the cursor stands on, whatever it holds, as long as it is JSON. */
    void skip() throws InvalidRecordException {
        int depth = 0;
        JsonToken token = token();
        while (true) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                refuseNotANumber();
            }
            if (depth == 0) {
                return;
            }
            token = next();
        }
    }

    private void refuseNotANumber() throws InvalidRecordException {
        try {
            if (parser.isNaN()) {
                throw refusal(Reason.NOT_FINITE, parser.getText() + " is not a number of JSON");
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** A finite number within the range of a float. */
    double number() throws InvalidRecordException {
        if (!token().isNumeric()) {
            throw wrongType("a number");
        }
        try {
            double value = parser.getDoubleValue();
            if (!(Math.abs(value) <= Float.MAX_VALUE)) {
                throw refusal(
                        Reason.NOT_FINITE,
                        "expected a finite number within the range of a 32-bit float, found "
                                + Excerpt.of(parser.getText()));
            }
            return value;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** A finite number of JSON, whatever its size; an infinite one where it is beyond a double. */
    double anyNumber() throws InvalidRecordException {
        refuseNotANumber();
        try {
            return parser.getDoubleValue();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Whether the integer that the cursor stands on is within the range of a long. */
    boolean fitsLong() throws InvalidRecordException {
        try {
            return parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    long integer() throws InvalidRecordException {
        if (token() != JsonToken.VALUE_NUMBER_INT || !fitsLong()) {
            throw wrongType("an integer of 64 bits");
        }
        try {
            return parser.getLongValue();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    String string() throws InvalidRecordException {
        if (token() != JsonToken.VALUE_STRING) {
            throw wrongType("a string");
        }
        return text();
    }

    /** The characters of the string, name or number that the cursor stands on, made an object. */
    String text() throws InvalidRecordException {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * The characters of the string or name that the cursor stands on, from {@link #offset()}, {@link #length()} of them;
     * lent until it moves on.
     */
    char[] chars() throws InvalidRecordException {
        try {
            return parser.getTextCharacters();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    int offset() throws InvalidRecordException {
        try {
            return parser.getTextOffset();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    int length() throws InvalidRecordException {
        try {
            return parser.getTextLength();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    void object(String expected) throws InvalidRecordException {
        if (token() != JsonToken.START_OBJECT) {
            throw wrongType(expected);
        }
    }

    InvalidRecordException wrongType(String expected) {
        return refusal(Reason.WRONG_TYPE, "expected " + expected + ", found " + found());
    }

    InvalidRecordException duplicate() {
        return refusal(Reason.DUPLICATE_FIELD, "given twice");
    }

    InvalidRecordException refusal(Reason reason, String what) {
        String path = path();
        return new InvalidRecordException(reason, path.isEmpty() ? what : path + ": " + what);
    }

    /** What stands here, in words. */
    String found() {
        return switch (token()) {
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING, FIELD_NAME -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalStateException("no token of JSON");
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

    /** The library's own messages run over several lines and name its classes and settings. */
    private InvalidRecordException broken(IOException e) {
        if (e instanceof StreamConstraintsException) {
            return parser.getParsingContext().getNestingDepth() > Json.MAX_DEPTH
                    ? refusal(Reason.NOT_JSON, "nested deeper than " + Json.MAX_DEPTH + " levels")
                    : refusal(Reason.TOO_LARGE, "a number longer than " + Json.MAX_NUMBER_LENGTH + " characters");
        }
        long at = parser.currentLocation().getByteOffset();
        return refusal(
                Reason.NOT_JSON,
                e instanceof JsonEOFException ? "not JSON: it ends too early" : "not JSON near byte " + at);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new IllegalStateException("an array of bytes cannot fail to be closed", e);
        }
    }
}

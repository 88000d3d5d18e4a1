package io.mainstem.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the tokens of one JSON record and knows its place in it, so that every refusal names the path. An
 * {@link IOException} from any method says that the bytes are not JSON; {@link #read} makes a refusal of it.
 */
final class RecordCursor {

    private static final int NO_INDEX = -1;

    private final JsonParser parser;
    private String parent = "";
    private String field = "";
    private String item = "";
    private int index = NO_INDEX;

    private RecordCursor(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads a record from a cursor that stands on the opening brace of its object, and calls {@link #end()} after it. */
    interface Body<T> {
        T read(RecordCursor cursor) throws IOException, InvalidRecordException;
    }

    static <T> T read(byte[] value, Body<T> body) throws InvalidRecordException {
        int invalid = Utf8.firstInvalid(value);
        if (invalid >= 0) {
            throw new InvalidRecordException(Reason.NOT_JSON, "not UTF-8 at byte " + invalid);
        }
        try (JsonParser parser = Json.FACTORY.createParser(value)) {
            RecordCursor cursor = new RecordCursor(parser);
            try {
                cursor.next();
                cursor.object();
                return body.read(cursor);
            } catch (IOException e) {
                throw cursor.notJson(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can always be opened and closed", e);
        }
    }

    /** Nothing but white space may follow the record's object. */
    void end() throws IOException, InvalidRecordException {
        at("");
        if (parser.nextToken() != null) {
            throw refusal(Reason.NOT_JSON, "something follows the JSON object");
        }
    }

    /** The name of the next field, or null at the end of the object. The cursor's path is that field from now on. */
    @Nullable
    String nextName() throws IOException {
        String name = parser.nextFieldName();
        at(name == null ? "" : name);
        return name;
    }

    JsonToken next() throws IOException, InvalidRecordException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw refusal(Reason.NOT_JSON, "expected a JSON object, found white space only");
        }
        return token;
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

    private void at(String name) {
        field = name;
        leaveElement();
    }

    /** The cursor stands on an element of the field's array; {@link #leaveElement()} ends it. */
    void at(int element) {
        index = element;
    }

    /** The cursor stands on an item of the field's object; {@link #leaveElement()} ends it. */
    void atItem(String name) {
        item = name;
    }

    void leaveElement() {
        index = NO_INDEX;
        item = "";
    }

    /** Passes over the value that the cursor stands on, whatever it holds, as long as it is JSON. */
    void skip() throws IOException, InvalidRecordException {
        int depth = 0;
        for (JsonToken token = token(); ; token = next()) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
                throw notFinite();
            }
            if (depth == 0) {
                return;
            }
        }
    }

    /** A number with a fraction or an exponent, of any size. */
    double fraction() throws IOException, InvalidRecordException {
        if (parser.isNaN()) {
            throw notFinite();
        }
        return parser.getDoubleValue();
    }

    /** A finite number within the range of a float. */
    double number() throws IOException, InvalidRecordException {
        if (!token().isNumeric()) {
            throw wrongType("a number");
        }
        double value = parser.getDoubleValue();
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw notFinite();
        }
        return value;
    }

    /** Whether the integer that the cursor stands on is within the range of a long. */
    boolean fitsLong() throws IOException {
        return parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    long integer() throws IOException, InvalidRecordException {
        if (token() != JsonToken.VALUE_NUMBER_INT || !fitsLong()) {
            throw wrongType("an integer of 64 bits");
        }
        return parser.getLongValue();
    }

    /** The characters of the string, name or number that the cursor stands on, made an object. */
    String text() throws IOException {
        return parser.getText();
    }

    /**
     * The characters of the string that the cursor stands on, from {@link #offset()}, {@link #length()} of them; lent
     * until it moves on.
     */
    char[] chars() throws IOException {
        return parser.getTextCharacters();
    }

    int offset() throws IOException {
        return parser.getTextOffset();
    }

    int length() throws IOException {
        return parser.getTextLength();
    }

    void object() throws InvalidRecordException {
        if (token() != JsonToken.START_OBJECT) {
            throw wrongType("an object");
        }
    }

    InvalidRecordException wrongType(String expected) {
        return refusal(Reason.WRONG_TYPE, "expected " + expected + ", found " + found());
    }

    InvalidRecordException duplicate() {
        return refusal(Reason.DUPLICATE_FIELD, "given twice");
    }

    private InvalidRecordException notFinite() throws IOException {
        return refusal(
                Reason.NOT_FINITE,
                "expected a finite number within the range of a 32-bit float, found " + Excerpt.of(text()));
    }

    InvalidRecordException refusal(Reason reason, String what) {
        String path = path();
        return new InvalidRecordException(reason, path.isEmpty() ? what : path + ": " + what);
    }

    /** What stands here, in words. */
    String found() {
        return switch (token()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            default -> throw new IllegalStateException("no value: " + token());
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
    private InvalidRecordException notJson(IOException e) {
        JsonStreamContext context = parser.getParsingContext();
        int depth = context.getNestingDepth();
        if (context.inObject() && depth == (parent.isEmpty() ? 1 : 2) && context.getCurrentName() != null) {
            // Looking for a name, the library already reads the value behind it.
            field = context.getCurrentName();
        }
        if (e instanceof StreamConstraintsException) {
            return depth > Json.MAX_DEPTH
                    ? refusal(Reason.NOT_JSON, "nested deeper than " + Json.MAX_DEPTH + " levels")
                    : refusal(Reason.TOO_LARGE, "a number longer than " + Json.MAX_NUMBER_LENGTH + " characters");
        }
        return refusal(
                Reason.NOT_JSON,
                e instanceof JsonEOFException
                        ? "not JSON: it ends too early"
                        : "not JSON near byte " + parser.currentLocation().getByteOffset());
    }
}

package io.mainstem.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Over the bytes of a record of JSON. */
final class JsonCursor extends RecordCursor {

    private final JsonParser parser;

    private JsonCursor(JsonParser parser) {
        this.parser = parser;
    }

    static <T> T read(byte[] value, Body<T> body) throws InvalidRecordException {
        int invalid = Utf8.firstInvalid(value);
        if (invalid >= 0) {
            throw new InvalidRecordException(Reason.NOT_JSON, "not UTF-8 at byte " + invalid);
        }
        try (JsonParser parser = Json.FACTORY.createParser(value)) {
            JsonCursor cursor = new JsonCursor(parser);
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

    @Override
    @Nullable
    JsonToken nextToken() throws IOException {
        return parser.nextToken();
    }

    @Override
    @Nullable
    String nextFieldName() throws IOException {
        return parser.nextFieldName();
    }

    @Override
    JsonToken token() {
        return parser.currentToken();
    }

    @Override
    boolean isNaN() throws IOException {
        return parser.isNaN();
    }

    @Override
    double doubleValue() throws IOException {
        return parser.getDoubleValue();
    }

    @Override
    long longValue() throws IOException {
        return parser.getLongValue();
    }

    @Override
    boolean fitsLong() throws IOException {
        return parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    @Override
    String text() throws IOException {
        return parser.getText();
    }

    @Override
    char[] chars() throws IOException {
        return parser.getTextCharacters();
    }

    @Override
    int offset() throws IOException {
        return parser.getTextOffset();
    }

    @Override
    int length() throws IOException {
        return parser.getTextLength();
    }

    @Override
    void skip() throws IOException, InvalidRecordException {
        int depth = 0;
        for (JsonToken token = token(); ; token = next()) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT && isNaN()) {
                // Which JSON does not have.
                throw notFinite();
            }
            if (depth == 0) {
                return;
            }
        }
    }

    @Override
    String here() {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext context = parser.getParsingContext(); context != null; context = context.getParent()) {
            if (context.hasCurrentName()) {
                path.insert(0, Excerpt.step(context.getCurrentName()));
            } else if (context.inArray() && context.hasCurrentIndex()) {
                path.insert(0, "/" + context.getCurrentIndex());
            }
        }
        return path.toString();
    }

    @Override
    String foundOtherwise() {
        throw new IllegalStateException("no value: " + token());
    }

    /** The library's own messages run over several lines and name its classes and settings. */
    private InvalidRecordException notJson(IOException e) {
        JsonStreamContext context = parser.getParsingContext();
        int depth = context.getNestingDepth();
        if (context.inObject() && context.getCurrentName() != null) {
            // Looking for a name, the library already reads the value behind it.
            readAhead(context.getCurrentName(), depth);
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

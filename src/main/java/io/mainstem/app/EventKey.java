package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mainstem.spec.Pointer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record key of an event: its id. Reads no further than to the id; whether the rest is an event is not asked.
 * Immutable.
 */
final class EventKey {

    private static final JsonFactory JSON = new JsonFactory();

    private final List<String> steps;

    /**
     * The key of events of a shape.
     *
     * @param id where the id stands
     */
    EventKey(Pointer id) {
        steps = id.steps();
    }

    /** The id as UTF-8, or null where none can be read: such a record is for the learner to refuse. */
    byte @Nullable [] of(byte[] event) {
        try (JsonParser parser = JSON.createParser(event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String step : steps) {
                if (!find(parser, step)) {
                    return null;
                }
            }
            boolean readable = parser.currentToken() == JsonToken.VALUE_STRING
                    || parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
            return readable && parser.getTextLength() > 0 ? parser.getText().getBytes(UTF_8) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Goes to the value of that name, or of that index, in what the parser stands on; false if there is none. */
    private static boolean find(JsonParser parser, String step) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (name.equals(step)) {
                    return true;
                }
                parser.skipChildren();
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                if (step.equals(Integer.toString(index))) {
                    return true;
                }
                parser.skipChildren();
            }
        }
        return false;
    }
}

package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The record key of an event: its id. Reads no further than to the id; whether the rest is an event is not asked. */
final class EventKey {

    private static final JsonFactory JSON = new JsonFactory();

    private EventKey() {}

    /** The id as UTF-8, or null where none can be read: such a record is for the learner to refuse. */
    static byte @Nullable [] of(byte[] event) {
        try (JsonParser parser = JSON.createParser(event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("id")) {
                    boolean readable = value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT;
                    return readable && parser.getTextLength() > 0
                            ? parser.getText().getBytes(UTF_8)
                            : null;
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }
}

package io.mainstem.event;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The id of an event: text, or an integer, which stands for its text. */
final class RecordId {

    /** Characters of an id; it comes back as key and in the value of what the event causes, which has its own limits. */
    static final int MAX_LENGTH = 1024;

    private RecordId() {}

    /** The cursor stands on the value, which is not null. */
    static String read(RecordCursor cursor) throws IOException, InvalidRecordException {
        if (cursor.token() != JsonToken.VALUE_STRING && cursor.token() != JsonToken.VALUE_NUMBER_INT) {
            throw cursor.wrongType("a string or an integer");
        }
        String id = cursor.text();
        if (id.isEmpty()) {
            throw cursor.refusal(Reason.MISSING_ID, "expected a string or an integer, found an empty string");
        }
        if (id.length() > MAX_LENGTH) {
            throw cursor.refusal(
                    Reason.TOO_LARGE, "expected at most " + MAX_LENGTH + " characters, found " + id.length());
        }
        for (int i = 0; i < id.length(); i++) {
            if (Character.isSurrogate(id.charAt(i))) {
                int c = id.codePointAt(i);
                if (c < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                    // An escape can bring it in; it could not be written as UTF-8 again.
                    throw cursor.refusal(Reason.NOT_JSON, "half a surrogate pair is not a character");
                }
                i++;
            }
        }
        return id;
    }
}

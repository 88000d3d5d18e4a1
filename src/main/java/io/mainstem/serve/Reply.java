package io.mainstem.serve;

import java.util.Map;

/** An answer. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

    static final String JSON = "application/json";

    static Reply json(byte[] body) {
        return new Reply(200, JSON, body, Map.of());
    }
}

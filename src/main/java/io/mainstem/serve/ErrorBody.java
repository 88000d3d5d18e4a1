package io.mainstem.serve;

import io.mainstem.event.JsonFields;

/** The body of every answer that is an error. */
final class ErrorBody {

    private ErrorBody() {}

    static byte[] of(String code, String message) {
        return JsonFields.object(json -> {
            json.writeObjectFieldStart("error");
            json.writeStringField("code", code);
            json.writeStringField("message", message);
            json.writeEndObject();
        });
    }
}

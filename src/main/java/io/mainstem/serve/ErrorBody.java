package io.mainstem.serve;

/** The body of every answer that is an error. */
final class ErrorBody {

    private ErrorBody() {}

    static byte[] of(String code, String message) {
        return JsonText.object(json -> {
            json.writeObjectFieldStart("error");
            json.writeStringField("code", code);
            json.writeStringField("message", message);
            json.writeEndObject();
        });
    }
}

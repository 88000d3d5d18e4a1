package io.mainstem.serve;

import java.util.Map;

/** A request that is answered with an error: a status, a code that programs can tell, and a sentence for people. */
final class RequestProblem extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient Map<String, String> headers;

    RequestProblem(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** With headers that go with that status. */
    RequestProblem(int status, String code, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = Map.copyOf(headers);
    }

    /** What the program itself cannot do at present, and may do in a moment. */
    static RequestProblem notNow(String code, String message) {
        return new RequestProblem(503, code, message, Map.of("Retry-After", "1"));
    }

    Reply reply() {
        return new Reply(status, Reply.JSON, ErrorBody.of(code, String.valueOf(getMessage())), headers);
    }
}

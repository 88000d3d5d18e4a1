package io.mainstem.serve;

import io.mainstem.stream.UnableToReadCheckpointException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that is answered with an error: a status, a code that programs can tell, and a sentence for people. */
final class RequestProblem extends Exception {

    private static final long serialVersionUID = 1;

    private static final Logger log = LoggerFactory.getLogger(RequestProblem.class);

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

    /** The checkpoints topic could not be read. */
    static RequestProblem ofCheckpoints(Throwable failure) {
        Throwable cause = Exchange.cause(failure);
        if (cause instanceof UnableToReadCheckpointException) {
            return notNow("checkpoints", String.valueOf(cause.getMessage()));
        }
        if (cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return notNow(
                    "checkpoints",
                    "the checkpoints topic could not be read within seconds: the brokers do not answer, or it is long and"
                            + " still being read");
        }
        log.warn("the checkpoints topic cannot be read", cause);
        return notNow("checkpoints", "the checkpoints topic cannot be read; the log says why");
    }

    Reply reply() {
        return new Reply(status, Reply.JSON, ErrorBody.of(code, String.valueOf(getMessage())), headers);
    }
}

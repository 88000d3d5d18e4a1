package io.mainstem.serve;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked for.
 *
 * @param method {@code GET}, which {@code HEAD} goes with, or {@code POST}
 * @param path as OpenAPI has it, with {@code {names}} for parts that vary
 * @param access what it takes
 * @param endpoint null where the answer goes on for ever
 */
record Route(String method, String path, Access access, @Nullable Endpoint endpoint) {

    /** What a request must bring. */
    enum Access {
        /** Nothing, and it is never too many of them. */
        ALWAYS,
        /** Nothing; too many a second are refused. */
        ANYBODY,
        /** The token, as something changes. */
        TOKEN
    }

    /** Answers requests; where that takes waiting for others, without a thread that waits. */
    interface Endpoint {
        CompletableFuture<Reply> answer(Call call) throws RequestProblem, InterruptedException;

        /** One that has the answer in a moment. */
        static Endpoint atOnce(Answer answer) {
            return call -> CompletableFuture.completedFuture(answer.to(call));
        }
    }

    /** What is answered to a request. */
    interface Answer {
        Reply to(Call call) throws RequestProblem, InterruptedException;
    }

    boolean takesBody() {
        return method.equals("POST");
    }

    /** Whether a request without one means nothing: where the path names what is meant, that is all it takes. */
    boolean needsBody() {
        return takesBody() && !path.contains("{");
    }

    /** The parts of the path that vary, if that is one of its paths. */
    Optional<Map<String, String>> match(String asked) {
        String[] own = path.split("/", -1);
        String[] given = asked.split("/", -1);
        if (own.length != given.length) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < own.length; i++) {
            if (own[i].startsWith("{")) {
                parameters.put(own[i].substring(1, own[i].length() - 1), given[i]);
            } else if (!own[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }
}

package io.mainstem.serve;

import io.mainstem.observe.Meters;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request on its way, answered once: by whoever is first, where its time may be over meanwhile. */
final class Exchange {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private static final String NO_ROUTE = "none";

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Meters meters;
    private final long start = System.nanoTime();
    private final AtomicBoolean answered = new AtomicBoolean();
    private String route = NO_ROUTE;
    /** What it has one of until it is answered. */
    private @Nullable Semaphore places;

    Exchange(Request request, Response response, Callback callback, Meters meters) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.meters = meters;
    }

    Request request() {
        return request;
    }

    /** Tells which of the few routes it takes, for the meters. */
    void takes(String named) {
        route = named;
    }

    /** Takes a place among those that are being answered. */
    void enter(Semaphore free) throws RequestProblem {
        if (!free.tryAcquire()) {
            throw RequestProblem.notNow("too-many-at-once", "too many requests are being answered");
        }
        places = free;
    }

    boolean isAnswered() {
        return answered.get();
    }

    /** Sends it snapshots from now on, until one of both ends it. */
    void watch(LiveStream live, Optional<Integer> replica) throws RequestProblem {
        boolean compressed = Gzip.isTaken(request.getHeaders());
        if (compressed) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, Gzip.NAME);
        }
        response.getHeaders().put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
        SecurityHeaders.put(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, LiveStream.CONTENT_TYPE);
        live.watch(response, callback, replica, compressed);
        answered.set(true);
        leave(200);
    }

    /** Answers with the headers of something that goes on for ever, and without it. */
    void describe(String contentType) {
        answered.set(true);
        SecurityHeaders.put(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        leave(200);
        callback.succeeded();
    }

    void send(Reply reply) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        leave(reply.status());
        response.setStatus(reply.status());
        HttpFields.Mutable headers = response.getHeaders();
        reply.headers().forEach(headers::put);
        SecurityHeaders.put(headers);
        headers.put(HttpHeader.CONTENT_TYPE, reply.contentType());
        byte[] body = compressed(reply, headers);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** What is asked for by GET only: a prediction is small, and wanted soon. */
    private byte[] compressed(Reply reply, HttpFields.Mutable headers) {
        headers.remove(HttpHeader.CONTENT_ENCODING); // of snapshots that were asked for, where it is an error instead
        if (!"GET".equals(request.getMethod()) || reply.body().length < Gzip.LEAST) {
            return reply.body();
        }
        headers.put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
        if (!Gzip.isTaken(request.getHeaders())) {
            return reply.body();
        }
        headers.put(HttpHeader.CONTENT_ENCODING, Gzip.NAME);
        return Gzip.whole(reply.body());
    }

    private void leave(int status) {
        if (places != null) {
            places.release();
        }
        meters.answered(route, status, System.nanoTime() - start);
    }

    /** Sends why it is not answered, and ends the connection: what is still to come on it is not read. */
    void failAndClose(RequestProblem problem) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        send(problem.reply());
    }

    void fail(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof RequestProblem problem) {
            send(problem.reply());
        } else if (cause instanceof HttpException http) {
            send(new RequestProblem(http.getCode(), "bad-request", "the body cannot be read as HTTP says").reply());
        } else if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            send(RequestProblem.notNow("ending", "the program is ending").reply());
        } else if (cause instanceof KafkaException) {
            log.warn("{} was not answered: {}", route, cause.getMessage());
            send(RequestProblem.notNow("brokers", "the brokers did not do what it takes")
                    .reply());
        } else {
            log.warn("{} was not answered", route, cause);
            send(new RequestProblem(500, "internal", "something went wrong here; the log says more").reply());
        }
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

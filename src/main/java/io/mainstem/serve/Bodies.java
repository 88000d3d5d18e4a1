package io.mainstem.serve;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Scheduler;

/** Receives the bodies of requests, up to a size and within a time. None has a thread of its own while it comes in. */
final class Bodies {

    private final int mostBytes;
    private final Duration patience;

    Bodies(Limits limits) {
        mostBytes = limits.bodyBytes();
        patience = limits.receive();
    }

    /**
     * Hands on the body as soon as it is there, or lets the exchange fail.
     *
     * @param needed whether there must be one
     */
    void receive(Exchange exchange, boolean needed, Scheduler scheduler, Consumer<byte[]> receiver)
            throws RequestProblem {
        Request request = exchange.request();
        HttpFields headers = request.getHeaders();
        if (needed) {
            if (!headers.contains(HttpHeader.CONTENT_LENGTH) && !headers.contains(HttpHeader.TRANSFER_ENCODING)) {
                throw new RequestProblem(411, "length-required", "this takes a body, with its Content-Length");
            }
            Gate.checkContent(headers);
        }
        if (request.getLength() > mostBytes) {
            throw tooLarge();
        }
        CompletableFuture<byte[]> body = read(request);
        if (body.isDone() && !body.isCompletedExceptionally()) {
            receiver.accept(body.join());
            return;
        }
        Scheduler.Task late = scheduler.schedule(
                () -> exchange.failAndClose(new RequestProblem(
                        408, "too-slow", "the body did not come in whole within " + patience.toSeconds() + " s")),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        var unused = body.whenComplete((bytes, failure) -> {
            late.cancel();
            if (exchange.isAnswered()) {
                return;
            }
            if (failure == null) {
                receiver.accept(bytes);
            } else {
                exchange.fail(problem(failure));
            }
        });
    }

    private CompletableFuture<byte[]> read(Request request) {
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(request, mostBytes, new Promise.Invocable<>() {
            @Override
            public void succeeded(byte[] bytes) {
                body.complete(bytes);
            }

            @Override
            public void failed(Throwable failure) {
                body.completeExceptionally(failure);
            }

            @Override
            public InvocationType getInvocationType() {
                return InvocationType.BLOCKING;
            }
        });
        return body;
    }

    private static Throwable problem(Throwable failure) {
        Throwable cause = Exchange.cause(failure);
        if (cause instanceof IllegalStateException) {
            return tooLarge();
        }
        if (cause instanceof HttpException || cause instanceof RequestProblem) {
            return cause;
        }
        return new RequestProblem(400, "body-cut-off", "the body ended before its end");
    }

    private static RequestProblem tooLarge() {
        return new RequestProblem(413, "too-large", "the body is too large");
    }
}

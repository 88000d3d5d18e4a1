package io.mainstem.serve;

import io.mainstem.observe.Meters;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request passes here: it is looked at from outside, its body is received, and it is answered by its route, or by an
 * error. Nothing waits for a slow client: bodies come in without a thread of their own.
 */
final class Front extends Handler.Abstract {

    private static final Logger log = LoggerFactory.getLogger(Front.class);

    private static final String NO_ROUTE = "none";
    private static final String PAGE = "page";

    private final Routes routes;
    private final Pages pages;
    private final LiveStream live;
    private final Gate gate;
    private final Limits limits;
    private final RequestRate rate;
    private final Meters meters;
    private final AtomicInteger atOnce = new AtomicInteger();

    Front(Routes routes, Pages pages, LiveStream live, Gate gate, Limits limits, Meters meters) {
        this.routes = routes;
        this.pages = pages;
        this.live = live;
        this.gate = gate;
        this.limits = limits;
        this.meters = meters;
        rate = new RequestRate(limits.perSecond(), System::nanoTime);
    }

    /** A request on its way, answered once. */
    private final class Exchange {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final long start = System.nanoTime();
        private final AtomicBoolean answered = new AtomicBoolean();
        private String route = NO_ROUTE;
        private boolean counted;

        Exchange(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        void enter() throws RequestProblem {
            counted = true;
            if (atOnce.incrementAndGet() > limits.atOnce()) {
                throw RequestProblem.notNow("too-many-at-once", "too many requests are being answered");
            }
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
            headers.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
            response.write(true, ByteBuffer.wrap(reply.body()), callback);
        }

        void leave(int status) {
            if (counted) {
                atOnce.decrementAndGet();
            }
            meters.answered(route, status, System.nanoTime() - start);
        }

        void fail(Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
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
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback);
        try {
            route(exchange);
        } catch (Exception | LinkageError e) {
            exchange.fail(e);
        }
        return true;
    }

    private void route(Exchange exchange) throws RequestProblem, InterruptedException {
        Request request = exchange.request;
        gate.checkHost(request);
        String path = String.valueOf(request.getHttpURI().getCanonicalPath());
        Optional<Routes.Match> found = routes.find(request.getMethod(), path);
        if (found.isEmpty()) {
            page(exchange, path);
            return;
        }
        Route route = found.get().route();
        exchange.route = route.path();
        if (route.access() != Route.Access.ALWAYS && !rate.allows()) {
            throw new RequestProblem(
                    429,
                    "too-many-requests",
                    "more than " + limits.perSecond() + " requests a second",
                    Map.of("Retry-After", "1"));
        }
        if (route.access() == Route.Access.TOKEN) {
            gate.checkToken(request.getHeaders());
        }
        Gate.checkAccept(request.getHeaders(), contentType(route));
        Map<String, String> query = query(request);
        Route.Endpoint endpoint = route.endpoint();
        if (endpoint == null) {
            watch(exchange);
            return;
        }
        exchange.enter();
        Map<String, String> parameters = found.get().parameters();
        boolean forwarded = request.getHeaders().contains(Forwarder.HEADER);
        if (!route.takesBody()) {
            exchange.send(endpoint.answer(new Call(parameters, query, new byte[0], forwarded)));
            return;
        }
        receive(exchange, route, body -> {
            try {
                exchange.send(endpoint.answer(new Call(parameters, query, body, forwarded)));
            } catch (Exception | LinkageError e) {
                exchange.fail(e);
            }
        });
    }

    private static String contentType(Route route) {
        return switch (route.path()) {
            case "/metrics" -> Meters.CONTENT_TYPE;
            case Routes.LIVE -> LiveStream.CONTENT_TYPE;
            default -> Reply.JSON;
        };
    }

    private void page(Exchange exchange, String path) throws RequestProblem {
        Optional<Reply> file = pages.find(path);
        if (file.isEmpty()) {
            throw new RequestProblem(
                    404, "not-found", "there is nothing of that path; /openapi.json says what there is");
        }
        exchange.route = PAGE;
        String method = exchange.request.getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw Routes.notAllowed("GET, HEAD");
        }
        exchange.send(file.get());
    }

    private void watch(Exchange exchange) throws RequestProblem {
        SecurityHeaders.put(exchange.response.getHeaders());
        exchange.response.getHeaders().put(HttpHeader.CONTENT_TYPE, LiveStream.CONTENT_TYPE);
        live.watch(exchange.response, exchange.callback);
        exchange.answered.set(true);
        exchange.leave(200);
    }

    private static Map<String, String> query(Request request) throws RequestProblem {
        Map<String, String> query = new HashMap<>();
        try {
            for (Fields.Field field : Request.extractQueryParameters(request)) {
                query.putIfAbsent(field.getName(), field.getValue());
            }
        } catch (RuntimeException e) {
            throw new RequestProblem(400, "bad-query", "the query cannot be read");
        }
        return query;
    }

    /** What to do with a body. */
    private interface Receiver {
        void take(byte[] body);
    }

    private void receive(Exchange exchange, Route route, Receiver receiver) throws RequestProblem {
        Request request = exchange.request;
        HttpFields headers = request.getHeaders();
        boolean sized = headers.contains(HttpHeader.CONTENT_LENGTH);
        boolean needed = !route.path().endsWith("/rollback");
        if (needed && !sized && !headers.contains(HttpHeader.TRANSFER_ENCODING)) {
            throw new RequestProblem(411, "length-required", "this takes a body, with its Content-Length");
        }
        if (needed) {
            Gate.checkContent(headers);
        }
        if (request.getLength() > limits.bodyBytes()) {
            throw tooLarge();
        }
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(request, limits.bodyBytes(), new Promise.Invocable<>() {
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
        if (body.isDone() && !body.isCompletedExceptionally()) {
            receiver.take(body.join());
            return;
        }
        var late = getServer()
                .getScheduler()
                .schedule(
                        () -> {
                            exchange.response.getHeaders().put(HttpHeader.CONNECTION, "close");
                            exchange.fail(new RequestProblem(
                                    408,
                                    "too-slow",
                                    "the body did not come in whole within "
                                            + limits.receive().toSeconds() + " s"));
                        },
                        limits.receive().toMillis(),
                        TimeUnit.MILLISECONDS);
        var unused = body.whenComplete((bytes, failure) -> {
            late.cancel();
            if (exchange.answered.get()) {
                return;
            }
            if (failure == null) {
                receiver.take(bytes);
            } else {
                exchange.fail(received(failure));
            }
        });
    }

    private static Throwable received(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
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

    /** For tests: requests that are being answered. */
    int atOnce() {
        return atOnce.get();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.BLOCKING;
    }
}

package io.mainstem.serve;

import io.mainstem.observe.Meters;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * Every request passes here: it is looked at from outside, its body is received, and it is answered by its route, or by an
 * error. Nothing waits for a slow client: bodies come in without a thread of their own.
 */
final class Front extends Handler.Abstract {

    private static final String PAGE = "page";

    private final Routes routes;
    private final Pages pages;
    private final LiveStream live;
    private final Gate gate;
    private final SlowHeaders slowHeaders;
    private final Limits limits;
    private final RequestRate rate;
    private final Meters meters;
    private final Semaphore places;
    private final Bodies bodies;

    Front(
            Routes routes,
            Pages pages,
            LiveStream live,
            Gate gate,
            SlowHeaders slowHeaders,
            Limits limits,
            Meters meters) {
        this.routes = routes;
        this.pages = pages;
        this.live = live;
        this.gate = gate;
        this.slowHeaders = slowHeaders;
        this.limits = limits;
        this.meters = meters;
        places = new Semaphore(limits.atOnce());
        bodies = new Bodies(limits);
        rate = new RequestRate(limits.perSecond(), System::nanoTime);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback, meters);
        try {
            route(exchange);
        } catch (Exception | LinkageError e) {
            exchange.fail(e);
        }
        return true;
    }

    private void route(Exchange exchange) throws RequestProblem, InterruptedException {
        Request request = exchange.request();
        gate.checkHost(request);
        String path = String.valueOf(request.getHttpURI().getCanonicalPath());
        Gate.checkSite(request.getHeaders(), path);
        Optional<Routes.Match> found = routes.find(request.getMethod(), path);
        if (found.isEmpty()) {
            page(exchange, path);
            return;
        }
        Route route = found.get().route();
        exchange.takes(route.path());
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
            if (request.getMethod().equals("HEAD")) {
                exchange.describe(LiveStream.CONTENT_TYPE);
            } else {
                Call call = new Call(Map.of(), query, new byte[0], false);
                exchange.watch(live, call.number("replica", 0, Call.MOST_REPLICAS));
                slowHeaders.watches(request.getConnectionMetaData().getConnection());
            }
            return;
        }
        if (route.access() != Route.Access.ALWAYS) {
            exchange.enter(places);
        }
        Map<String, String> parameters = found.get().parameters();
        boolean forwarded = request.getHeaders().contains(Forwarder.HEADER);
        if (!route.takesBody()) {
            answer(exchange, endpoint, new Call(parameters, query, new byte[0], forwarded));
            return;
        }
        bodies.receive(
                exchange,
                route.needsBody(),
                getServer().getScheduler(),
                body -> answer(exchange, endpoint, new Call(parameters, query, body, forwarded)));
    }

    private static void answer(Exchange exchange, Route.Endpoint endpoint, Call call) {
        try {
            var unused = endpoint.answer(call).whenComplete((reply, failure) -> {
                if (failure == null) {
                    exchange.send(reply);
                } else {
                    exchange.fail(failure);
                }
            });
        } catch (Exception | LinkageError e) {
            exchange.fail(e);
        }
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
        exchange.takes(PAGE);
        String method = exchange.request().getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw Routes.notAllowed("GET, HEAD");
        }
        exchange.send(file.get());
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

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.BLOCKING;
    }
}

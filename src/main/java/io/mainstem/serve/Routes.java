package io.mainstem.serve;

import io.mainstem.serve.Route.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** All that can be asked for, but for the page. */
record Routes(List<Route> all) {

    static final String LIVE = "/v1/live";

    /** A route, and the parts of the path that vary. */
    record Match(Route route, Map<String, String> parameters) {}

    static Routes of(
            Descriptions known, Predictions predictions, Commands commands, Route.Answer meters, Route.Answer openApi) {
        return new Routes(List.of(
                new Route("GET", "/health/live", Access.ALWAYS, Route.Endpoint.atOnce(known::live)),
                new Route("GET", "/health/ready", Access.ALWAYS, Route.Endpoint.atOnce(known::ready)),
                new Route("GET", "/metrics", Access.ALWAYS, Route.Endpoint.atOnce(meters)),
                new Route("GET", "/openapi.json", Access.ANYBODY, Route.Endpoint.atOnce(openApi)),
                new Route("POST", "/v1/predict", Access.ANYBODY, predictions),
                new Route("GET", "/v1/model", Access.ANYBODY, Route.Endpoint.atOnce(known::model)),
                new Route("GET", "/v1/metrics", Access.ANYBODY, Route.Endpoint.atOnce(known::metrics)),
                new Route("GET", "/v1/history", Access.ANYBODY, Route.Endpoint.atOnce(known::history)),
                new Route("GET", "/v1/checkpoints", Access.ANYBODY, known::checkpoints),
                new Route(
                        "POST",
                        "/v1/checkpoints/{version}/rollback",
                        Access.TOKEN,
                        Route.Endpoint.atOnce(commands::rollback)),
                new Route("POST", "/v1/control", Access.TOKEN, Route.Endpoint.atOnce(commands::control)),
                new Route("GET", LIVE, Access.ANYBODY, null)));
    }

    /** Empty where nothing has such a path. */
    Optional<Match> find(String method, String path) throws RequestProblem {
        List<Match> ofPath = new ArrayList<>();
        for (Route route : all) {
            route.match(path).ifPresent(parameters -> ofPath.add(new Match(route, parameters)));
        }
        String asked = method.equals("HEAD") ? "GET" : method;
        Optional<Match> found = ofPath.stream()
                .filter(match -> match.route().method().equals(asked))
                .findFirst();
        if (found.isEmpty() && !ofPath.isEmpty()) {
            TreeSet<String> allowed = new TreeSet<>();
            ofPath.forEach(match -> allowed.add(match.route().method()));
            if (allowed.contains("GET")) {
                allowed.add("HEAD");
            }
            throw notAllowed(String.join(", ", allowed));
        }
        return found;
    }

    static RequestProblem notAllowed(String allowed) {
        return new RequestProblem(
                405, "method-not-allowed", "this takes " + allowed + " only", Map.of("Allow", allowed));
    }
}

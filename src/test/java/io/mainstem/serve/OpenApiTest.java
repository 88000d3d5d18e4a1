package io.mainstem.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    /** With nothing behind them. */
    @SuppressWarnings("NullAway") // no request comes
    private static List<Route> routes() {
        Descriptions known = new Descriptions(null, null, false);
        return Routes.of(known, new Predictions(null, null, null, 1), new Commands(null), call -> null, call -> null)
                .all();
    }

    @Test
    void documentHasNoReferenceToNothingAndNothingThatIsNotReferredTo() throws Exception {
        JsonNode document = new ObjectMapper().readTree(HttpServer.resource("openapi.json"));
        Set<String> used = new TreeSet<>();
        document.findValues("$ref").forEach(reference -> used.add(reference.asText()));
        Set<String> there = new TreeSet<>();
        for (String kind : List.of("responses", "schemas")) {
            document.path("components")
                    .path(kind)
                    .fieldNames()
                    .forEachRemaining(name -> there.add("#/components/" + kind + "/" + name));
        }
        assertThat(used).isEqualTo(there);
    }

    @Test
    void documentHasTheRoutesThatThereAre() throws Exception {
        JsonNode document = new ObjectMapper().readTree(HttpServer.resource("openapi.json"));
        Set<String> documented = new TreeSet<>();
        Set<String> withToken = new TreeSet<>();
        for (var path : document.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                String of = method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                documented.add(of);
                if (method.getValue().has("security")) {
                    withToken.add(of);
                }
            }
        }
        Set<String> served = new TreeSet<>();
        Set<String> changing = new TreeSet<>();
        for (Route route : routes()) {
            served.add(route.method() + " " + route.path());
            if (route.access() == Route.Access.TOKEN) {
                changing.add(route.method() + " " + route.path());
            }
        }
        assertThat(documented).isEqualTo(served);
        assertThat(withToken).isEqualTo(changing);
        assertThat(document.path("openapi").asText()).startsWith("3.1");
    }
}

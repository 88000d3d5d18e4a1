package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the OpenAPI document that a server serves says of its answers. */
final class OpenApiAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    /** What has nothing to do with what is asked for. */
    private static final Set<Integer> OF_ANY_SERVER = Set.of(414, 417, 431, 505);

    private final JsonNode document;

    OpenApiAnswers(String served) throws IOException {
        document = JSON.readTree(served);
    }

    /** Fails unless the answer is as the document says, which has its status by number. Paths of the page are not in it. */
    void require(String method, String pathAndQuery, int status, String type, String body) throws IOException {
        String path = pathAndQuery.split("\\?", -1)[0];
        for (Map.Entry<String, JsonNode> each : document.path("paths").properties()) {
            JsonNode operation = each.getValue().path(method.toLowerCase(Locale.ROOT));
            if (path.matches(each.getKey().replaceAll("\\{[a-z]+}", "[^/]+")) && !operation.isMissingNode()) {
                String what = method + " " + path + " " + status;
                JsonNode responses = operation.path("responses");
                JsonNode response = responses.path(OF_ANY_SERVER.contains(status) ? "default" : String.valueOf(status));
                assertThat(response.isObject()).as(what + " is documented").isTrue();
                JsonNode content = resolved(response).path("content").path(type.split(";", -1)[0]);
                assertThat(content.isObject()).as(what + " with " + type).isTrue();
                if (type.startsWith("application/json")) {
                    ObjectNode schema = content.path("schema").deepCopy();
                    schema.set("components", document.path("components"));
                    assertThat(SCHEMAS.getSchema(schema).validate(JSON.readTree(body)))
                            .as(what + ": " + body)
                            .isEmpty();
                }
            }
        }
    }

    private JsonNode resolved(JsonNode response) {
        return response.has("$ref") ? document.at(response.path("$ref").asText().substring(1)) : response;
    }
}

package io.mainstem.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The JSON Schema of learner files, and what it and the reader say of a file. */
final class LearnerSchema {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final JsonNode TREE = schema();

    private static final JsonSchema VALIDATOR =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(TREE);

    private LearnerSchema() {}

    static Set<ValidationMessage> errors(JsonNode file) {
        return VALIDATOR.validate(file);
    }

    static List<SpecProblem> problems(String yaml) {
        try {
            Objects.requireNonNull(LearnerSpecReader.read(yaml));
            return List.of();
        } catch (InvalidSpecException e) {
            return e.problems();
        }
    }

    static JsonNode tree(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return JSON.valueToTree(new Load(settings).loadFromString(yaml));
    }

    private static JsonNode schema() {
        try (InputStream in = LearnerSpecReader.class.getResourceAsStream(LearnerSpecReader.SCHEMA)) {
            return JSON.readTree(Objects.requireNonNull(in, LearnerSpecReader.SCHEMA));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

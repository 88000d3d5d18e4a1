package io.mainstem.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON Schema of learner files and {@link LearnerSpecReader} say the same. */
class LearnerSchemaTest {

    /** Left out, these settings are off; no value of theirs says so. */
    private static final Set<String> OPTIONAL_WITHOUT_DEFAULT =
            Set.of("linger", "interval", "clipNorm", "wait", "otherwise", "remember", "repeats", "map");

    /**
     * A mapping of the file.
     *
     * @param schema pointer to its object schema
     * @param path pointer to it in the file
     * @param yaml a valid file that has it
     */
    private record Mapping(String schema, String path, String yaml) {}

    @Test
    void theSchemaIsAValidOne() {
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of(SchemaId.V202012));

        assertThat(meta.validate(LearnerSchema.TREE)).isEmpty();
    }

    @Test
    void bothAcceptTheValidFiles() {
        assertThat(LearnerFiles.ALL).allSatisfy(yaml -> {
            assertThat(LearnerSchema.errors(LearnerSchema.tree(yaml))).as(yaml).isEmpty();
            assertThat(LearnerSpecReader.read(yaml)).isNotNull();
        });
    }

    @Test
    void theValidFilesUseEveryKey() {
        Set<String> used = new TreeSet<>();
        LearnerFiles.ALL.forEach(yaml -> collectKeys(LearnerSchema.tree(yaml), used));

        assertThat(used).containsAll(propertyNames());
    }

    @Test
    void everyMappingHasTheSameKeysInBoth() {
        Set<String> visited = new TreeSet<>();
        Set<String> regression = new TreeSet<>();
        for (Mapping mapping : mappings()) {
            visited.add(mapping.schema());
            Set<String> properties =
                    keys(LearnerSchema.TREE.at(mapping.schema()).get("properties"));
            Set<String> allowed = keysOfReader(mapping);
            if (mapping.schema().equals("/$defs/regression")) {
                regression.addAll(allowed);
                assertThat(properties).containsAll(allowed);
            } else {
                assertThat(allowed).as(mapping.schema()).isEqualTo(properties);
            }
        }
        assertThat(regression).isEqualTo(keys(LearnerSchema.TREE.at("/$defs/regression/properties")));
        assertThat(visited).isEqualTo(objectSchemas());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/trunk/activation  | /$defs/activation/enum",
                "/events/map/timeUnit | /$defs/timeUnit/enum",
                "/tasks/squared/reduction | /$defs/reduction/enum",
                "/tasks/squared/loss      | /$defs/regression/properties/loss/enum",
                "/labels/early            | /properties/labels/properties/early/enum",
                "/labels/late             | /properties/labels/properties/late/enum",
                "/labels/second           | /properties/labels/properties/second/enum",
                "/drift/detector          | /properties/drift/properties/detector/enum",
                "/twins/reaction          | /properties/twins/properties/reaction/enum",
                "/events/repeats/policy   | /$defs/repeats/properties/policy/enum"
            })
    void everyChoiceHasTheSameWordsInBoth(String path, String schema) {
        List<String> words = new ArrayList<>();
        LearnerSchema.TREE.at(schema).forEach(word -> words.add(word.asText()));

        assertThat(choices(path)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/features/number/type | /$defs/feature/oneOf",
                "/tasks/binary/type    | /$defs/task/oneOf",
                "/trunk/type           | /properties/trunk/oneOf",
                "/balancer/type        | /properties/balancer/oneOf",
                "/optimizer/type       | /properties/optimizer/oneOf",
                "/optimizer/schedule/type | /$defs/schedule/oneOf",
                "/drift/reaction/type   | /properties/drift/properties/reaction/oneOf",
                "/intervals/type        | /properties/intervals/oneOf"
            })
    void everyTypeIsInBoth(String path, String schema) {
        Set<String> types = new TreeSet<>();
        LearnerSchema.TREE
                .at(schema)
                .forEach(variant -> types.add(LearnerSchema.TREE
                        .at(variant.get("$ref").asText().substring(1))
                        .at("/properties/type/const")
                        .asText()));

        assertThat(new TreeSet<>(choices(path))).isEqualTo(types);
    }

    @Test
    void theDefaultsOfTheSchemaAreThoseOfTheReader() {
        Set<String> checked = new TreeSet<>();
        for (Mapping mapping : mappings()) {
            LearnerSpec left = LearnerSpecReader.read(mapping.yaml());
            LearnerSchema.TREE
                    .at(mapping.schema())
                    .get("properties")
                    .properties()
                    .forEach(property -> {
                        JsonNode file = LearnerSchema.tree(mapping.yaml());
                        JsonNode value = property.getValue().get("default");
                        if (value != null && !file.at(mapping.path()).has(property.getKey())) {
                            ((ObjectNode) file.at(mapping.path())).set(property.getKey(), value);
                            // delta is not allowed beside every loss
                            if (LearnerSchema.errors(file).isEmpty()) {
                                assertThat(LearnerSpecReader.read(file.toString()))
                                        .as("%s %s", mapping, property)
                                        .isEqualTo(left);
                                checked.add(mapping.schema() + "/" + property.getKey());
                            }
                        }
                    });
        }
        assertThat(checked).isEqualTo(propertiesWithDefault());
    }

    private static List<Mapping> mappings() {
        List<Mapping> mappings = new ArrayList<>();
        mappings.add(new Mapping("", "", LearnerFiles.MINIMAL));
        for (String section : keys(LearnerSchema.TREE.get("properties"))) {
            if (LearnerSchema.TREE.at("/properties/" + section).has("properties")) {
                mappings.add(
                        new Mapping("/properties/" + section, "/" + section, LearnerFiles.MINIMAL + section + ": {}"));
            }
        }
        mappings.add(new Mapping("/$defs/labelShape", "/labels/map", LearnerFiles.MINIMAL + "labels: {map: {}}"));
        mappings.add(new Mapping("/$defs/eventShape", "/events/map", LearnerFiles.MINIMAL + "events: {map: {}}"));
        mappings.addAll(variants("/optimizer", "optimizer: {%s}", "adam", "adamw", "adagrad", "rmsprop", "sgd"));
        mappings.addAll(variants("/trunk", "trunk: {%s}", "mlp", "mmoe", "ple"));
        mappings.addAll(variants("/balancer", "balancer: {%s}", "static", "uncertainty", "gradnorm", "pcgrad", "famo"));
        mappings.addAll(variants(
                "/optimizer/schedule",
                "optimizer: {schedule: {%s}}",
                "constant",
                "step",
                "exponential",
                "inverseSquareRoot"));
        mappings.addAll(variants("/drift/reaction", "drift: {reaction: {%s}}", "none", "learningRate", "resetHead"));
        mappings.addAll(variants("/intervals", "intervals: {%s}", "adaptive"));
        mappings.add(new Mapping("/$defs/noIntervals", "/intervals", LearnerFiles.MINIMAL + "intervals: {type: none}"));
        for (String feature : List.of("number", "category", "bag", "text", "vector, size: 2")) {
            String yaml = "name: n\nfeatures: {f: {type: %s}}\ntasks: {t: {type: binary}}".formatted(feature);
            mappings.add(new Mapping("/$defs/" + feature.split(",", 2)[0], "/features/f", yaml));
        }
        mappings.add(new Mapping(
                "/$defs/repeats", "/events/repeats", LearnerFiles.MINIMAL + "events: {repeats: {window: 1h}}"));
        for (String task : List.of(
                "binary",
                "binary, hidden: [4]",
                "multiclass, classes: [a, b]",
                "multiclass, classes: [a, b], hidden: [4]",
                "multilabel, labels: [a]",
                "multilabel, labels: [a], hidden: [4]",
                "regression",
                "regression, hidden: [4]",
                "regression, loss: huber",
                "regression, loss: quantile, quantile: 0.5",
                "regression, loss: poisson",
                "clustering, k: 3")) {
            String yaml = "name: n\nfeatures: {f: {type: number}}\ntasks: {t: {type: %s}}".formatted(task);
            mappings.add(new Mapping("/$defs/" + task.split(",", 2)[0], "/tasks/t", yaml));
        }
        return mappings;
    }

    /** A mapping that comes in several types, of which the first is the one without a type. */
    private static List<Mapping> variants(String path, String line, String... types) {
        List<Mapping> mappings = new ArrayList<>();
        mappings.add(new Mapping("/$defs/" + types[0], path, LearnerFiles.MINIMAL + line.formatted("")));
        for (String type : types) {
            mappings.add(new Mapping("/$defs/" + type, path, LearnerFiles.MINIMAL + line.formatted("type: " + type)));
        }
        return mappings;
    }

    /** As the reader itself lists them when it meets a key that it does not know. */
    private static Set<String> keysOfReader(Mapping mapping) {
        JsonNode file = LearnerSchema.tree(mapping.yaml());
        ((ObjectNode) file.at(mapping.path())).put("zzzzzzzz", 1);
        String message = LearnerSchema.problems(file.toString()).get(0).message();
        assertThat(message).startsWith("unknown key, allowed are ");
        return new TreeSet<>(
                List.of(message.substring("unknown key, allowed are ".length()).split(", ")));
    }

    /** As the reader itself lists them when it meets a word that it does not know. */
    private static List<String> choices(String path) {
        JsonNode file = LearnerSchema.tree(LearnerFiles.EVERY_KEY);
        JsonPointer pointer = JsonPointer.compile(path);
        ((ObjectNode) file.at(pointer.head())).put(pointer.last().getMatchingProperty(), "zzzzzzzz");
        String message = LearnerSchema.problems(file.toString()).get(0).message();
        assertThat(message).matches("needs one of .*, found the text \"zzzzzzzz\"");
        return List.of(message.substring("needs one of ".length(), message.lastIndexOf(", found"))
                .split(", "));
    }

    private static Set<String> objectSchemas() {
        Set<String> pointers = new TreeSet<>();
        pointers.add("");
        for (String group : List.of("properties", "$defs")) {
            LearnerSchema.TREE.get(group).properties().forEach(entry -> {
                if (entry.getValue().has("properties")) {
                    pointers.add("/" + group + "/" + entry.getKey());
                }
            });
        }
        return pointers;
    }

    private static Set<String> propertyNames() {
        Set<String> names = new TreeSet<>();
        objectSchemas()
                .forEach(pointer ->
                        names.addAll(keys(LearnerSchema.TREE.at(pointer).get("properties"))));
        return names;
    }

    /** Those of all object schemas; each other property must be required, a section, or have no default for a reason. */
    private static Set<String> propertiesWithDefault() {
        Set<String> withDefault = new TreeSet<>();
        for (String pointer : objectSchemas()) {
            JsonNode schema = LearnerSchema.TREE.at(pointer);
            Set<String> required = new LinkedHashSet<>();
            schema.path("required").forEach(key -> required.add(key.asText()));
            schema.get("properties").properties().forEach(property -> {
                JsonNode value = property.getValue();
                if (value.has("default")) {
                    withDefault.add(pointer + "/" + property.getKey());
                } else if (!pointer.isEmpty() && !property.getKey().equals("quantile")) {
                    assertThat(required.contains(property.getKey())
                                    || OPTIONAL_WITHOUT_DEFAULT.contains(property.getKey()))
                            .as("%s/%s needs a default", pointer, property.getKey())
                            .isTrue();
                }
            });
        }
        return withDefault;
    }

    private static void collectKeys(JsonNode node, Set<String> keys) {
        node.properties().forEach(entry -> keys.add(entry.getKey()));
        node.forEach(child -> collectKeys(child, keys));
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new TreeSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}

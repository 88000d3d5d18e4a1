package io.mainstem.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is changed in a learner file, its JSON Schema and {@link LearnerSpecReader} agree whether it is still valid. */
class LearnerSchemaMutationTest {

    private static final LearnerMutations MUTATIONS = new LearnerMutations(LearnerSchema.TREE);

    /** What the reader refuses though a schema cannot say it: topics that collide, names of the same text, sizes that are too much together, too many tasks, a label that is none of its task's, pointers that do not go together. */
    private static final List<String> BEYOND_A_SCHEMA = List.of(
            "needs names of their own",
            "is in the list already",
            "too much for",
            "are too many: ",
            "a label of the task",
            "as many numbers as outputs",
            "that is not declared",
            "can be read once only",
            "lies within");

    @Test
    void bothAgreeOnEverySingleChange() {
        Map<Boolean, Long> files = Stream.concat(slices(), variants())
                .flatMap(MUTATIONS::ofEverySort)
                .collect(Collectors.partitioningBy(file -> agree(file, "single change"), Collectors.counting()));
        assertThat(files.get(true)).isGreaterThan(1000);
        assertThat(files.get(false)).isGreaterThan(10_000);
    }

    @Test
    void bothAgreeOnRandomChanges() {
        int accepted = 0;
        for (long seed = 1; seed <= 1000; seed++) {
            Random random = new Random(seed);
            JsonNode file = LearnerSchema.tree(LearnerFiles.ALL.get(random.nextInt(LearnerFiles.ALL.size())));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                file = MUTATIONS.random(file, random);
            }
            accepted += agree(file, "seed " + seed) ? 1 : 0;
        }
        assertThat(accepted).isBetween(50, 700);
    }

    private static Stream<JsonNode> variants() {
        return Stream.of(
                        LearnerFiles.SGD,
                        LearnerFiles.ADAMW,
                        LearnerFiles.ADAGRAD,
                        LearnerFiles.RMSPROP,
                        LearnerFiles.LATE_LABELS)
                .map(LearnerSchema::tree);
    }

    /** The file with every key in three parts, which are read in a fraction of the time. */
    private static Stream<JsonNode> slices() {
        ObjectNode settings = (ObjectNode) LearnerSchema.tree(LearnerFiles.EVERY_KEY);
        ObjectNode minimal = (ObjectNode) LearnerSchema.tree(LearnerFiles.MINIMAL);
        ObjectNode features = minimal.deepCopy().set("features", settings.get("features"));
        ObjectNode tasks = minimal.deepCopy().set("tasks", settings.get("tasks"));
        settings.setAll(minimal);
        ((ObjectNode) settings.at("/events/map")).putObject("features").put("x", "/payload/0/a~1b");
        ((ObjectNode) settings.at("/labels/map")).putObject("labels").put("y", "/was");
        return Stream.of(features, tasks, settings);
    }

    /** Whether the schema accepts the file; fails if the reader does otherwise. */
    private static boolean agree(JsonNode file, String origin) {
        String text = file.toString();
        boolean valid = LearnerSchema.errors(file).isEmpty();
        List<SpecProblem> problems = LearnerSchema.problems(text);
        boolean accepted =
                problems.isEmpty() || (valid && problems.stream().allMatch(LearnerSchemaMutationTest::isBeyondASchema));
        assertThat(accepted)
                .as(() ->
                        "%s: %s%nschema: %s%nreader: %s".formatted(origin, text, LearnerSchema.errors(file), problems))
                .isEqualTo(valid);
        return valid;
    }

    private static boolean isBeyondASchema(SpecProblem problem) {
        return BEYOND_A_SCHEMA.stream().anyMatch(problem.message()::contains);
    }
}

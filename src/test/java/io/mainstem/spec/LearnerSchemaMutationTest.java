package io.mainstem.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is changed in a learner file, its JSON Schema and {@link LearnerSpecReader} agree whether it is still valid. */
class LearnerSchemaMutationTest {

    private static final LearnerMutations MUTATIONS = new LearnerMutations(LearnerSchema.TREE);

    /** What the reader refuses though a schema cannot say it: topics that collide, and names of the same text. */
    private static final List<String> BEYOND_A_SCHEMA = List.of("needs names of their own", "is in the list already");

    @Test
    void bothAgreeOnEverySingleChange() {
        int accepted = 0;
        int refused = 0;
        for (String yaml : List.of(LearnerFiles.MINIMAL, LearnerFiles.EVERY_KEY, LearnerFiles.SGD)) {
            for (JsonNode changed : MUTATIONS.ofEverySort(LearnerSchema.tree(yaml))) {
                if (agree(changed, "single change")) {
                    accepted++;
                } else {
                    refused++;
                }
            }
        }
        assertThat(accepted).isGreaterThan(1000);
        assertThat(refused).isGreaterThan(10_000);
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

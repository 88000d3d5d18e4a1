package io.mainstem.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstem.Birdstrikes;
import io.mainstem.event.ModelVersion;
import io.mainstem.event.Prediction;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new learner that begins with what another one knew. */
class WarmStartTest {

    private static final List<byte[]> EVENTS = Birdstrikes.events(600);
    private static final String YAML = Birdstrikes.yaml().replaceFirst("batch: \\{.*}", "batch: {size: 16}");

    private static LearnerSpec spec(String yaml) {
        return LearnerSpecReader.read(yaml);
    }

    private static LearnerRun trained(LearnerSpec spec) {
        return new LearnerRun(spec).take(EVENTS.subList(0, 480));
    }

    private static WarmStart start(LearnerSpec spec, Learner from) {
        return new WarmStart(
                "f.mainstem",
                new StateLayout(spec).parts(),
                SavedLearner.of(from).blocks());
    }

    private static List<byte[]> unlabelled() {
        return EVENTS.subList(480, 600).stream()
                .map(event -> new String(event, StandardCharsets.UTF_8)
                        .replaceFirst(",\"labels\":\\{.*}}$", "}")
                        .getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static double[][] outputs(LearnerRun run) {
        return run.predictions.stream().map(Prediction::outputs).toArray(double[][]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "mmoe", "ple"})
    void predictsAsTheOtherAndCountsFromZero(String trunk) {
        LearnerSpec spec = spec(YAML.replaceFirst("trunk: \\{", "trunk: {type: " + trunk + ", "));
        LearnerRun old = trained(spec);

        WarmStart.Begun begun = start(spec, old.learner).begin(spec, 3);
        LearnerRun run = new LearnerRun(spec, begun.learner());

        assertThat(begun.notes()).isEmpty();
        assertThat(run.weights()).isEqualTo(old.weights());
        assertThat(run.learner.model()).isEqualTo(new ModelVersion(3, 0, 0, 0));
        assertThat(run.learner.records()).isZero();
        assertThat(run.learner.events()).isZero();
        assertThat(run.learner.examples()).isZero();
        assertThat(run.learner.waiting()).isZero();
        assertThat(run.learner.metrics())
                .allMatch(task -> task.labels() == 0 && task.run().isEmpty());
        old.predictions.clear();
        run.take(unlabelled());
        old.take(unlabelled());
        assertThat(outputs(run)).isDeepEqualTo(outputs(old));
    }

    /** The optimiser goes on where it was: with its moments, the next step is that of the learner itself. */
    @Test
    void learnsOnAsTheOtherWould() {
        LearnerSpec spec = spec(YAML);
        LearnerRun old = trained(spec);
        LearnerRun run =
                new LearnerRun(spec, start(spec, old.learner).begin(spec, 0).learner());

        run.take(EVENTS.subList(480, 600));
        old.take(EVENTS.subList(480, 600));

        assertThat(run.weights()).isEqualTo(old.weights());
    }

    @Test
    void isDeterministicAndSavedWhole() {
        LearnerSpec spec = spec(YAML);
        WarmStart start = start(spec, trained(spec).learner);
        LearnerRun one = new LearnerRun(spec, start.begin(spec, 0).learner()).take(EVENTS.subList(480, 550));
        LearnerRun other = new LearnerRun(spec, start.begin(spec, 0).learner()).take(EVENTS.subList(480, 550));

        assertThat(one.weights()).isEqualTo(other.weights());
        LearnerRun restored = new LearnerRun(spec, SavedLearner.of(one.learner).restored(spec));
        assertThat(restored.take(EVENTS.subList(550, 600)).weights())
                .isEqualTo(one.take(EVENTS.subList(550, 600)).weights());
    }

    @Test
    void takesTasksThatAreTheSameAndLeavesTheOthers() {
        LearnerSpec spec = spec(YAML);
        LearnerRun old = trained(spec);
        String changed = YAML.replaceFirst("damage:( *)\\{type: binary.*}", "damage: {type: binary, hidden: [3]}")
                .replaceFirst("(?m)^( *)speed:.*$", "$1height: {type: regression}");
        LearnerSpec own = spec(changed);

        WarmStart.Begun begun = start(spec, old.learner).begin(own, 0);

        assertThat(begun.notes())
                .contains(
                        "task damage is another in the learner file: it starts afresh",
                        "task speed is not in the learner file: it is left out",
                        "task height is new: it starts afresh");
        FrozenModel model = begun.learner().frozen();
        FrozenModel before = old.learner.frozen();
        FrozenModel untrained = new Learner(own, 0).frozen();
        for (String name : List.of("trunk.0.W", "head.size.0.W", "head.size.0.b")) {
            assertThat(model.weight(name).values())
                    .as(name)
                    .isEqualTo(before.weight(name).values());
        }
        for (String name : List.of("head.damage.0.W", "head.height.0.W")) {
            assertThat(model.weight(name).values())
                    .as(name)
                    .isEqualTo(untrained.weight(name).values());
        }
        assertThat(model.inputs()).isEqualTo(before.inputs());
    }

    @Test
    void namesWhatDoesNotFit() {
        LearnerSpec spec = spec(YAML);
        WarmStart start = start(spec, trained(spec).learner);

        refused(
                start,
                YAML.replaceFirst("month:( *)\\{type: number}", "month: {type: category}"),
                "f.mainstem does not fit the learner file: features.month is Numeric[name=month] in it, and"
                        + " Category[name=month, buckets=256] in the learner file");
        refused(
                start,
                YAML.replaceFirst("features:\n", "features:\n  more: {type: number}\n"),
                "f.mainstem does not fit the learner file: features.more is not in it");
        assertThatExceptionOfType(InvalidStateException.class)
                .isThrownBy(() -> start.begin(spec(YAML.replaceFirst("layers: \\[\\d+", "layers: [7")), 0))
                .withMessageStartingWith(
                        "f.mainstem does not fit the learner file: trunk is Mlp[layers=[LayerSpec[units=");
        // Where the file does not say of what learner it is.
        WarmStart silent = new WarmStart(
                "f", Map.of(), SavedLearner.of(trained(spec).learner).blocks());
        refused(
                silent,
                YAML.replaceFirst("features:\n", "features:\n  more: {type: number}\n"),
                "f cannot be started from: the state is that of another learner file: its features differ");
    }

    private static void refused(WarmStart start, String yaml, String message) {
        assertThatExceptionOfType(InvalidStateException.class)
                .isThrownBy(() -> start.begin(spec(yaml), 0))
                .withMessage(message);
    }
}

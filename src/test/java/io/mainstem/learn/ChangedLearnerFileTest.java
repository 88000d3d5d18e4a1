package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstem.Birdstrikes;
import io.mainstem.event.Prediction;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A saved state under a learner file that is not the one it was saved under. */
class ChangedLearnerFileTest {

    private static final String MLP = "{layers: [16, 8]}";

    private static final String TASKS =
            """
              size:   {type: multiclass, classes: [Small, Medium, Large]}
              damage: {type: binary, hidden: [4]}
              speed:  {type: regression}
            """;

    private static final String SETTINGS = "batch: {size: 8}\noptimizer: {type: adam, learningRate: 0.01}\n";

    private final List<byte[]> events = Birdstrikes.events(205);

    private static LearnerSpec spec(String trunk, String tasks, String settings) {
        return LearnerSpecReader.read(
                """
                name: birdstrikes
                features:
                  airport: {type: category}
                  phase:   {type: category}
                  month:   {type: number}
                trunk: %s
                tasks:
                %s
                %s"""
                        .formatted(trunk, tasks.stripTrailing(), settings));
    }

    private static LearnerSpec spec(String tasks) {
        return spec(MLP, tasks, SETTINGS);
    }

    /** After 200 events in 25 mini-batches, of which 5 more wait. */
    private LearnerRun run(LearnerSpec spec) {
        return new LearnerRun(spec).take(events);
    }

    private static List<Double> answer(LearnerSpec spec, Learner learner, String task) {
        LearnerRun run = new LearnerRun(spec, learner);
        run.take("{\"id\":\"q\",\"features\":{\"airport\":\"X\",\"month\":3}}".getBytes(UTF_8));
        Prediction prediction = run.predictions.get(run.predictions.size() - 1);
        int at = 0;
        for (var each : spec.tasks()) {
            if (each.name().equals(task)) {
                return java.util.Arrays.stream(prediction.outputs(), at, at + each.outputWidth())
                        .boxed()
                        .toList();
            }
            at += each.outputWidth();
        }
        throw new AssertionError(task);
    }

    private static TaskMetrics metrics(Learner learner, String task) {
        return learner.metrics().stream()
                .filter(each -> each.task().equals(task))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MLP,
                "{type: mmoe, experts: 2, layers: [8]}",
                "{type: ple, levels: 1, layers: [8]}",
            })
    void aNewTaskStartsAfreshAndTheOthersGoOn(String trunk) {
        LearnerSpec before = spec(trunk, TASKS, SETTINGS);
        LearnerSpec after = spec(trunk, "  first: {type: binary}\n" + TASKS, SETTINGS);
        SavedLearner saved = SavedLearner.of(run(before).learner);
        Learner learner = new Learner(after, 0);

        Restored how = saved.into(learner);

        assertThat(how.whole()).isFalse();
        assertThat(how.blocks()).isEqualTo(saved.blocks().size());
        assertThat(how.notes())
                .containsExactlyInAnyOrder("task first is new: it starts afresh", "the balancer starts afresh");
        assertThat(learner.waiting()).isEqualTo(5);
        assertThat(metrics(learner, "speed").run())
                .isEqualTo(metrics(saved.restored(before), "speed").run());
        assertThat(metrics(learner, "first").labels()).isZero();
        Learner unchanged = saved.restored(before);
        for (String task : List.of("size", "damage", "speed")) {
            assertThat(answer(after, learner, task)).isEqualTo(answer(before, unchanged, task));
        }

        LearnerRun further =
                new LearnerRun(after, learner).take(Birdstrikes.events(400).subList(205, 400));
        assertThat(further.predictions).hasSize(5 + 195);
        assertThat(metrics(learner, "size").labels()).isEqualTo(200 + 5 + 195);
    }

    @Test
    void theGatesThatMixTheExpertsOfAllTasksStartAfresh() {
        String trunk = "{type: ple, levels: 2, layers: [8]}";
        SavedLearner saved = SavedLearner.of(run(spec(trunk, TASKS, SETTINGS)).learner);
        Restored how = saved.into(new Learner(spec(trunk, TASKS + "  more: {type: binary}\n", SETTINGS), 0));
        assertThat(how.notes()).contains("the gates that mix the experts of all tasks start afresh");
    }

    @Test
    void aTaskThatIsGoneIsDroppedAndWhatWaitsIsStillPredictedOnce() {
        LearnerSpec before = spec(TASKS);
        LearnerSpec after = spec("  size: {type: multiclass, classes: [Small, Medium, Large]}\n");
        LearnerRun run = run(before);
        run.take("{\"id\":\"only\",\"features\":{\"month\":3},\"labels\":{\"speed\":100}}".getBytes(UTF_8));
        SavedLearner saved = SavedLearner.of(run.learner);
        Learner learner = new Learner(after, 0);

        Restored how = saved.into(learner);

        assertThat(how.notes())
                .containsExactlyInAnyOrder(
                        "task damage is not in the learner file any more: what it learned is dropped",
                        "task speed is not in the learner file any more: what it learned is dropped",
                        "the balancer starts afresh");
        LearnerRun further = new LearnerRun(after, learner);
        assertThat(further.predictions).isEmpty();
        further.take(Birdstrikes.events(207).subList(205, 207));
        assertThat(further.predictions).hasSize(8).extracting(Prediction::id).contains("only");
        assertThat(metrics(learner, "size").labels()).isEqualTo(207);
    }

    /** As whoever keeps the state does it: once another learner file took it up, all of it is written anew. */
    @Test
    void goesOnFromWhatItWroteBeforeItsFirstMiniBatch() {
        LearnerSpec before = spec(TASKS);
        LearnerSpec after = spec("  damage: {type: binary, hidden: [4]}\n  speed: {type: regression}\n");
        SavedLearner saved = SavedLearner.of(run(before).learner);
        LearnerRun undisturbed = new LearnerRun(after, saved.restored(after));
        LearnerRun first = new LearnerRun(after, saved.restored(after));
        byte[] question = "{\"id\":\"q\",\"features\":{}}".getBytes(UTF_8);
        undisturbed.take(question);
        first.take(question);

        LearnerRun second = new LearnerRun(after, SavedLearner.of(first.learner).restored(after));
        List<byte[]> more = Birdstrikes.events(300).subList(205, 300);
        assertThat(second.take(more).weights()).isEqualTo(undisturbed.take(more).weights());
    }

    @Test
    void anExampleOfAnotherLearnerFileIsNotTakenForOneOfThisOne() {
        LearnerSpec before = spec(TASKS);
        LearnerSpec after = spec(TASKS + "  more: {type: binary}\n");
        SavedLearner old = SavedLearner.of(run(before).learner);
        Learner learner = old.restored(after);
        SavedLearner mixed = new SavedLearner(SavedLearner.of(learner).blocks(), old.examples());
        assertThatThrownBy(() -> mixed.restored(after))
                .isInstanceOf(InvalidStateException.class)
                .hasMessage("a waiting example is of another learner file than the state");
    }

    @Test
    void tasksInAnotherOrderAreTheSameTasks() {
        LearnerSpec before = spec(TASKS);
        List<String> lines = TASKS.lines().toList();
        LearnerSpec after = spec(lines.get(2) + "\n" + lines.get(0) + "\n" + lines.get(1) + "\n");
        SavedLearner saved = SavedLearner.of(run(before).learner);
        Learner learner = new Learner(after, 0);
        saved.into(learner);
        Learner unchanged = saved.restored(before);

        LearnerRun one =
                new LearnerRun(after, learner).take(Birdstrikes.events(300).subList(205, 300));
        LearnerRun other =
                new LearnerRun(before, unchanged).take(Birdstrikes.events(300).subList(205, 300));
        assertThat(one.predictions).hasSameSizeAs(other.predictions);
        for (String task : List.of("size", "damage", "speed")) {
            assertThat(metrics(learner, task).labels())
                    .isEqualTo(metrics(unchanged, task).labels());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "optimizer: {type: sgd, momentum: 0.9} | the optimizer is another: its moments start afresh",
                "balancer: {type: uncertainty}         | the balancer starts afresh",
                "metrics: {window: 50}                 | metrics.window is another, or metrics were kept otherwise: they start afresh",
            })
    void whatTheNetworkDoesNotConsistOfMayChange(String setting, String note) {
        LearnerSpec before = spec(TASKS);
        LearnerSpec after = spec(MLP, TASKS, "batch: {size: 8}\n" + setting + "\n");
        LearnerRun run = run(before);
        Learner learner = new Learner(after, 0);

        Restored how = SavedLearner.of(run.learner).into(learner);

        assertThat(how.notes()).contains(note);
        assertThat(learner.checkpoint().weightsChecksum()).isEqualTo(run.weights());
        assertThat(learner.model().step()).isEqualTo(25);
    }

    @Test
    void ratesWeightsAndSeedsChangeNothing() {
        LearnerRun run = run(spec(TASKS));
        LearnerSpec after = spec(
                MLP,
                TASKS.replace("hidden: [4]", "hidden: [4], weight: 3"),
                "batch: {size: 8}\noptimizer: {type: adam, learningRate: 0.5}\nseed: 9\n");
        Restored how = SavedLearner.of(run.learner).into(new Learner(after, 0));
        assertThat(how.whole()).isTrue();
        assertThat(how.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 64})
    void miniBatchesOfAnotherSizeTakeUpWhatWaits(int size) {
        LearnerRun run = run(spec(TASKS));
        assertThat(run.learner.waiting()).isEqualTo(5);
        LearnerSpec after = spec(MLP, TASKS, SETTINGS.replace("8", String.valueOf(size)));
        LearnerRun further = new LearnerRun(after, SavedLearner.of(run.learner).restored(after));

        further.take(Birdstrikes.events(206).get(205));

        assertThat(further.predictions).hasSize(size > 6 ? 0 : 6);
        assertThat(further.learner.waiting()).isEqualTo(size > 6 ? 6 : 0);
        assertThat(further.learner.examples()).isEqualTo(size > 6 ? 200 : 206);
        assertThat(further.learner.model().step()).isEqualTo(25 + (size > 6 ? 0 : (6 + size - 1) / size));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "month:   {type: number}      | month:   {type: category}   | its features differ",
                "[16, 8]                      | [16, 9]                     | its trunk differs",
                "[Small, Medium, Large]       | [Small, Large, Medium]      | its task size differs",
                "hidden: [4]                  | hidden: [5]                 | its task damage differs",
                "{type: regression}           | {type: binary}              | its task speed differs",
            })
    void whatWouldMeanSomethingElseIsRefused(String old, String changed, String message) {
        String file =
                """
                name: birdstrikes
                features:
                  airport: {type: category}
                  phase:   {type: category}
                  month:   {type: number}
                trunk: {layers: [16, 8]}
                tasks:
                """
                        + TASKS
                        + SETTINGS;
        SavedLearner saved = SavedLearner.of(run(LearnerSpecReader.read(file)).learner);
        assertThat(file).contains(old);
        LearnerSpec after = LearnerSpecReader.read(file.replace(old, changed));
        assertThatThrownBy(() -> saved.restored(after))
                .isInstanceOf(InvalidStateException.class)
                .hasMessageStartingWith("the state is that of another learner file: " + message);
    }
}

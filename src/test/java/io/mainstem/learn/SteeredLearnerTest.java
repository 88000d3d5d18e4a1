package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.Birdstrikes;
import io.mainstem.event.Command;
import io.mainstem.event.CommandAnswer;
import io.mainstem.event.Reason;
import io.mainstem.event.Steering;
import io.mainstem.event.TaskMetrics;
import io.mainstem.network.StateArray;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.spec.Source;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands do to a learner. */
class SteeredLearnerTest {

    private static final String MANY_KINDS =
            """
            name: steered
            features:
              airport: {type: category}
              month: {type: number}
              phase: {type: category}
            tasks:
              size: {type: multiclass, classes: [Small, Medium, Large], hidden: [8]}
              damage: {type: binary}
              speed: {type: regression}
              group: {type: clustering, k: 3}
            trunk: {type: ple, levels: 2, layers: [16]}
            optimizer: {type: adamw, learningRate: 0.01, clipNorm: 0.5}
            regularization: {l1: 0.0001, l2: 0.001}
            balancer: {type: gradnorm}
            batch: {size: 8}
            checkpoints: {every: 64}
            metrics: {every: 40}
            """;

    private final LearnerSpec spec = LearnerSpecReader.read(Birdstrikes.yaml() + "checkpoints: {every: 64}\n");
    private final LearnerSpec everything = LearnerSpecReader.read(MANY_KINDS);
    private final List<byte[]> events = Birdstrikes.events(400);

    private static Command.Rollback rollback(long version) {
        return new Command.Rollback("r", version, Map.of());
    }

    private static Map<String, byte[]> state(Learner learner, Predicate<String> names) {
        Map<String, byte[]> all = new java.util.TreeMap<>();
        for (StateComponent component : learner.components()) {
            for (StateArray array : component.arrays()) {
                if (names.test(array.name())) {
                    byte[] bytes = new byte[array.bytes()];
                    array.write(0, bytes.length, ByteBuffer.wrap(bytes));
                    all.put(array.name(), bytes);
                }
            }
        }
        return all;
    }

    /** Not what scoring changes, paused or not: metrics, intervals, and detectors of drift. */
    private static boolean isLearned(String name) {
        return !name.startsWith("metrics.")
                && !name.startsWith("intervals.")
                && !name.startsWith("drift.")
                && !name.equals("progress")
                && !name.equals("steering");
    }

    private static void assertSame(Map<String, byte[]> one, Map<String, byte[]> other) {
        assertThat(one.keySet()).isEqualTo(other.keySet()).isNotEmpty();
        one.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(other.get(name)));
    }

    @Test
    void anAnswerSaysWhereTheCommandTookEffect() {
        SteeredRun kept = new SteeredRun(spec).take(events.subList(0, 70));

        CommandAnswer answer = kept.tell(new Command.Pause("p"));

        assertThat(answer)
                .isEqualTo(new CommandAnswer(
                        "p",
                        "pause",
                        kept.run.learner.model(),
                        kept.run.learner.checkpoint().time(),
                        null,
                        Map.of("events-0", 69L, "control-0", 0L),
                        Steering.NONE.paused(true)));
        assertThat(kept.run.learner.offset(Source.CONTROL)).isZero();
    }

    @Test
    void pausedItDoesNotLearnWhatHasLingeredEither() {
        LearnerSpec lingering =
                LearnerSpecReader.read(Birdstrikes.yaml().replaceFirst("batch: .*", "batch: {size: 16, linger: 1m}"));
        SteeredRun kept = new SteeredRun(lingering).take(events.subList(0, 70));
        int waiting = kept.run.learner.waiting();
        long step = kept.run.learner.model().step();
        kept.tell(new Command.Pause("p"));

        kept.take(events.subList(70, 90));

        assertThat(kept.run.learner.waiting()).isEqualTo(waiting).isPositive();
        assertThat(kept.run.learner.model().step()).isEqualTo(step);

        kept.tell(new Command.Resume("r"));
        kept.take(events.subList(90, 91));
        assertThat(kept.run.learner.model().step()).isEqualTo(step + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pausedItPredictsAndScoresAndLearnsNothing(boolean many) {
        LearnerSpec learner = many ? everything : spec;
        SteeredRun kept = new SteeredRun(learner).take(events.subList(0, 70));
        int waiting = kept.run.learner.waiting();
        long examples = kept.run.learner.examples();
        kept.tell(new Command.Pause("p"));
        Map<String, byte[]> before = state(kept.run.learner, SteeredLearnerTest::isLearned);
        List<TaskMetrics> scored = kept.run.learner.metrics();
        kept.run.predictions.clear();
        kept.run.metrics.clear();

        kept.take(events.subList(70, 170));

        assertThat(kept.run.predictions).hasSize(100);
        assertThat(kept.run.learner.waiting()).isEqualTo(waiting).isPositive();
        assertThat(kept.run.learner.examples()).isEqualTo(examples);
        assertThat(kept.run.learner.steering().notLearned()).isEqualTo(100);
        assertSame(state(kept.run.learner, SteeredLearnerTest::isLearned), before);
        List<TaskMetrics> now = kept.run.learner.metrics();
        assertThat(now.get(0).labels()).isEqualTo(scored.get(0).labels() + 100);
        assertThat(now.get(0).notLearned()).isEqualTo(100);
        if (many) {
            assertThat(kept.run.metrics).hasSize(3 * learner.tasks().size());
        }

        kept.tell(new Command.Resume("r"));
        kept.take(events.subList(170, 200));
        assertThat(kept.run.learner.model().step()).isGreaterThan(70 / 16);
        assertThat(kept.run.learner.steering()).isEqualTo(new Steering(false, false, Double.NaN, 100, 0));
    }

    @Test
    void whatItLearnsAfterAPauseIsAsIfThePausedEventsHadNotBeen() {
        SteeredRun paused = new SteeredRun(everything).take(events.subList(0, 70));
        paused.tell(new Command.Pause("p"));
        paused.take(events.subList(70, 170));
        paused.tell(new Command.Resume("r"));
        paused.take(events.subList(170, 400));

        SteeredRun without =
                new SteeredRun(everything).take(events.subList(0, 70)).take(events.subList(170, 400));

        assertThat(paused.run.weights()).isEqualTo(without.run.weights());
    }

    @Test
    void anotherRateTakesTheFilesPlaceBeforeTheSchedule() {
        String yaml = Birdstrikes.yaml().replaceAll("(?m)^optimizer:.*\n", "");
        String schedule = ", warmup: 10, schedule: {type: exponential, factor: 0.5, every: 10}}\n";
        LearnerSpec slow = LearnerSpecReader.read(yaml + "optimizer: {type: adam, learningRate: 0.001" + schedule);
        LearnerSpec fast = LearnerSpecReader.read(yaml + "optimizer: {type: adam, learningRate: 0.02" + schedule);
        SteeredRun told = new SteeredRun(slow);
        told.tell(new Command.SetLearningRate("l", 0.02));
        told.take(events);

        assertThat(told.run.weights())
                .isEqualTo(new LearnerRun(fast).take(events).weights());

        SteeredRun untold = new SteeredRun(slow);
        untold.tell(new Command.SetLearningRate("l", 0.02));
        untold.tell(new Command.SetLearningRate("l", Double.NaN));
        untold.take(events);
        assertThat(untold.run.weights())
                .isEqualTo(new LearnerRun(slow).take(events).weights());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gradnorm", "static", "pcgrad", "famo", "uncertainty"})
    void aFrozenTrunkStaysWhileHeadsLearn(String balancer) {
        LearnerSpec learner = LearnerSpecReader.read(MANY_KINDS.replace("gradnorm", balancer));
        SteeredRun kept = new SteeredRun(learner).take(events.subList(0, 104));
        kept.tell(new Command.FreezeTrunk("f"));
        Map<String, byte[]> trunk = state(kept.run.learner, name -> name.contains("trunk."));
        Map<String, byte[]> heads = state(kept.run.learner, name -> name.startsWith("head.") && name.endsWith(".W"));

        kept.take(events.subList(104, 200));

        assertSame(state(kept.run.learner, name -> name.contains("trunk.")), trunk);
        Map<String, byte[]> learned = state(kept.run.learner, name -> name.startsWith("head.") && name.endsWith(".W"));
        heads.forEach((name, bytes) -> assertThat(learned.get(name)).as(name).isNotEqualTo(bytes));

        kept.tell(new Command.UnfreezeTrunk("u"));
        kept.take(events.subList(200, 300));
        Map<String, byte[]> after = state(kept.run.learner, name -> name.contains("trunk."));
        assertThat(after.entrySet()).anySatisfy(e -> assertThat(e.getValue()).isNotEqualTo(trunk.get(e.getKey())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"size", "damage", "speed", "group"})
    void aResetHeadIsWhatItWasAtTheStart(String task) {
        Predicate<String> own = name -> name.contains("head." + task + ".")
                || name.equals("targets." + task)
                || name.startsWith("head." + task);
        SteeredRun kept = new SteeredRun(everything).take(events.subList(0, 100));
        Map<String, byte[]> others =
                state(kept.run.learner, name -> own.negate().test(name) && !name.equals("progress"));
        assertThat(kept.tell(new Command.ResetHead("h", task)).isDone()).isTrue();

        assertSame(state(kept.run.learner, own), state(new Learner(everything, 0), own));
        assertSame(state(kept.run.learner, name -> own.negate().test(name) && !name.equals("progress")), others);
        String before = kept.run.weights();
        kept.take(events.subList(100, 200));
        assertThat(kept.run.weights()).isNotEqualTo(before);
    }

    @Test
    void aTaskThatIsNotThereIsRefused() {
        SteeredRun kept = new SteeredRun(spec).take(events.subList(0, 100));
        String weights = kept.run.weights();

        CommandAnswer answer = kept.tell(new Command.ResetHead("h", "weight"));

        assertThat(answer.refusal()).isEqualTo("there is no task weight: the learner has size, damage, speed");
        assertThat(kept.run.weights()).isEqualTo(weights);
    }

    @Test
    void aCommandThatCannotBeReadIsCountedAndAnswered() {
        SteeredRun kept = new SteeredRun(spec).take(events.subList(0, 10));

        CommandAnswer answer = kept.run.learner.refuse("7", Reason.UNKNOWN_COMMAND, "command: none", 4);

        assertThat(answer.id()).isEqualTo("7");
        assertThat(answer.command()).isNull();
        assertThat(answer.refusal()).isEqualTo("command: none");
        assertThat(answer.offsets()).containsOnly(Map.entry("events-0", 9L), Map.entry("control-0", 4L));
        assertThat(kept.run.learner.rejected(Reason.UNKNOWN_COMMAND)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesBackAsOneAndOnAsANewVersion(boolean many) {
        LearnerSpec learner = many ? everything : spec;
        SteeredRun kept = new SteeredRun(learner).take(events.subList(0, 203));
        Checkpoint second = kept.run.checkpoints.get(1);
        int waiting = kept.run.learner.waiting();
        kept.run.predictions.clear();
        kept.run.metrics.clear();

        CommandAnswer answer = kept.tell(rollback(2));

        assertThat(answer.isDone()).isTrue();
        assertThat(answer.model().epoch()).isEqualTo(1);
        assertThat(answer.model().version()).isEqualTo(4);
        assertThat(answer.model().step()).isEqualTo(second.model().step());
        assertThat(answer.steering().givenUp()).isEqualTo(waiting).isPositive();
        // What waited was predicted before: by the model that was.
        assertThat(kept.run.predictions)
                .hasSize(waiting)
                .allSatisfy(p -> assertThat(p.model().epoch()).isZero());
        Checkpoint fourth = kept.run.checkpoints.get(3);
        assertThat(fourth.weightsChecksum()).isEqualTo(second.weightsChecksum());
        assertThat(fourth.events()).isEqualTo(203);
        assertThat(scores(fourth.metrics())).isEqualTo(scores(second.metrics()));
        assertThat(scores(kept.run.metrics)).isEqualTo(scores(second.metrics()));
        assertThat(kept.run.learner.waiting()).isZero();

        // It goes on as one that had never been further.
        LearnerRun other = new LearnerRun(learner, kept.versions.get(1).restored(learner));
        other.take(events.subList(203, 400));
        kept.run.predictions.clear();
        kept.take(events.subList(203, 400));
        assertThat(kept.run.weights()).isEqualTo(other.weights());
        assertThat(scores(kept.run.learner.metrics())).isEqualTo(scores(other.learner.metrics()));
        for (int p = 0; p < other.predictions.size(); p++) {
            assertThat(kept.run.predictions.get(p).outputs())
                    .isEqualTo(other.predictions.get(p).outputs());
        }
        assertThat(kept.run.predictions)
                .allSatisfy(p -> assertThat(p.model().epoch()).isEqualTo(1));
    }

    /** What has to be the same whatever else was counted. */
    private static List<List<Object>> scores(List<TaskMetrics> metrics) {
        return metrics.stream()
                .map(m -> List.<Object>of(
                        m.task(),
                        m.step(),
                        m.labels(),
                        m.weight(),
                        m.gradientCosines(),
                        m.run(),
                        m.window(),
                        m.baselines(),
                        m.windowBaselines()))
                .toList();
    }

    @Test
    void goesBackBeyondAnEarlierReturnAndToOne() {
        SteeredRun kept = new SteeredRun(spec).take(events.subList(0, 200));
        kept.tell(rollback(2));
        kept.take(events.subList(200, 300));
        List<Checkpoint> all = kept.run.checkpoints;

        assertThat(kept.tell(rollback(1)).isDone()).isTrue();
        assertThat(kept.run.weights()).isEqualTo(all.get(0).weightsChecksum());
        assertThat(kept.tell(rollback(4)).isDone()).isTrue();
        assertThat(kept.run.weights()).isEqualTo(all.get(1).weightsChecksum());
        assertThat(kept.run.learner.model().epoch()).isEqualTo(3);
        assertThat(all.stream().map(c -> c.model().version())).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatCommandsHaveSetStaysWhenItGoesBack() {
        SteeredRun kept = new SteeredRun(spec).take(events.subList(0, 200));
        kept.tell(new Command.Pause("p"));
        kept.tell(new Command.SetLearningRate("l", 0.5));
        kept.tell(new Command.FreezeTrunk("f"));

        Steering steering = kept.tell(rollback(1)).steering();

        assertThat(steering.paused()).isTrue();
        assertThat(steering.trunkFrozen()).isTrue();
        assertThat(steering.learningRate()).isEqualTo(0.5);
    }

    @Test
    void aVersionThatIsNotThereChangesNothing() {
        SteeredRun kept = new SteeredRun(spec).take(events.subList(0, 203));
        Map<String, byte[]> before = state(kept.run.learner, name -> !name.equals("progress"));
        int waiting = kept.run.learner.waiting();

        assertThat(kept.tell(rollback(9)).refusal()).isEqualTo("there is no version 9: the newest is 3");
        kept.versions.remove(2);
        assertThat(kept.tell(rollback(3)).refusal()).isEqualTo("gone");

        assertSame(state(kept.run.learner, name -> !name.equals("progress")), before);
        assertThat(kept.run.learner.waiting()).isEqualTo(waiting);
        assertThat(kept.run.learner.model().epoch()).isZero();
    }

    @Test
    void aDamagedVersionOrOneOfAnotherLayoutChangesNothing() {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        for (int n = 0; n < 30; n++) {
            SteeredRun kept = new SteeredRun(everything).take(events.subList(0, 100));
            byte[] block = kept.versions
                    .get(0)
                    .blocks()
                    .get(random.nextInt(kept.versions.get(0).blocks().size()));
            block[random.nextInt(block.length)] ^= (byte) (1 << random.nextInt(8));
            Map<String, byte[]> before = state(kept.run.learner, name -> !name.equals("progress"));

            assertThat(kept.tell(rollback(1)).refusal()).as("seed %d", seed).isNotNull();

            assertSame(state(kept.run.learner, name -> !name.equals("progress")), before);
        }
        SteeredRun small = new SteeredRun(spec).take(events.subList(0, 100));
        SteeredRun other = new SteeredRun(
                LearnerSpecReader.read(Birdstrikes.yaml() + "checkpoints: {every: 64}\nmetrics: {window: 7}\n"));
        other.take(events.subList(0, 100));
        small.versions.set(0, other.versions.get(0));
        assertThat(small.tell(rollback(1)).refusal())
                .startsWith(
                        "version 1 is that of another learner file: metrics.window is another, or metrics were kept otherwise: they start afresh");
    }

    @Test
    void whatWasSetIsSavedAndGoesOn() {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        List<Command> commands = List.of(
                new Command.FreezeTrunk("1"),
                new Command.SetLearningRate("2", 0.05),
                new Command.Pause("3"),
                new Command.ResetHead("4", "size"),
                new Command.Resume("5"),
                rollback(1),
                new Command.UnfreezeTrunk("6"));
        SteeredRun undisturbed = new SteeredRun(everything);
        SteeredRun saved = new SteeredRun(everything);
        for (int e = 0; e < events.size(); e++) {
            undisturbed.take(List.of(events.get(e)));
            saved.take(List.of(events.get(e)));
            if (e % 50 == 49 && e / 50 < commands.size()) {
                undisturbed.tell(commands.get(e / 50));
                saved.tell(commands.get(e / 50));
            }
            if (random.nextInt(20) == 0) {
                Learner restored = SavedLearner.of(saved.run.learner).restored(everything);
                assertThat(restored.steering()).isEqualTo(saved.run.learner.steering());
                SteeredRun next = new SteeredRun(new LearnerRun(everything, restored));
                next.versions.addAll(saved.versions);
                saved = next;
            }
        }
        assertThat(saved.run.weights()).as("seed %d", seed).isEqualTo(undisturbed.run.weights());
        assertThat(saved.run.learner.metrics()).isEqualTo(undisturbed.run.learner.metrics());
        assertThat(saved.run.learner.steering()).isEqualTo(undisturbed.run.learner.steering());
        assertThat(saved.run.learner.model()).isEqualTo(undisturbed.run.learner.model());
    }

    @Test
    void aCheckpointIsDueAfterATimeToo() {
        LearnerSpec timed = LearnerSpecReader.read(
                """
                name: timed
                features: {x: {type: number}}
                tasks: {y: {type: binary}}
                batch: {size: 2}
                checkpoints: {every: 10, interval: 1h}
                """);
        LearnerRun run = new LearnerRun(timed);
        // Minutes of each event's time.
        for (int minute : new int[] {0, 1, 2, 3, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 128, 129}) {
            run.take("{\"id\":\"%d\",\"time\":%d,\"features\":{\"x\":1},\"labels\":{\"y\":true}}"
                    .formatted(minute, minute * 60_000L)
                    .getBytes(UTF_8));
        }
        assertThat(run.checkpoints).extracting(c -> c.time() / 60_000).containsExactly(62L, 66L, 129L);
        assertThat(run.checkpoints).extracting(Checkpoint::examples).containsExactly(6L, 10L, 16L);
    }

    @Test
    void whatWaitsForLabelsStaysWhenItGoesBackAndLabelsThatComeInAPauseAreScoredOnly() {
        LearnerSpec delayed = LearnerSpecReader.read(
                """
                name: delayed
                features: {x: {type: number}}
                tasks: {y: {type: binary, wait: 1h}}
                batch: {size: 2}
                checkpoints: {every: 2}
                """);
        SteeredRun kept = new SteeredRun(delayed);
        for (int id = 0; id < 6; id++) {
            kept.take(List.of(event(id)));
        }
        kept.take(List.of(label(0), label(1), label(2)));
        assertThat(kept.run.learner.awaiting()).isEqualTo(3);
        assertThat(kept.run.learner.waiting()).isEqualTo(1);

        assertThat(kept.tell(rollback(1)).isDone()).isTrue();

        assertThat(kept.run.learner.awaiting()).isEqualTo(3);
        assertThat(kept.run.learner.waiting()).isZero();
        kept.tell(new Command.Pause("p"));
        long labels = kept.run.learner.metrics().get(0).labels();
        String weights = kept.run.weights();
        kept.take(List.of(label(3), label(4)));
        assertThat(kept.run.learner.metrics().get(0).labels()).isEqualTo(labels + 2);
        assertThat(kept.run.learner.steering().notLearned()).isEqualTo(2);
        assertThat(kept.run.weights()).isEqualTo(weights);
        kept.tell(new Command.Resume("r"));
        kept.take(List.of(event(6), event(7), label(6), label(7)));
        assertThat(kept.run.weights()).isNotEqualTo(weights);
    }

    private static byte[] event(int id) {
        return "{\"id\":\"%d\",\"time\":%d,\"features\":{\"x\":%d}}"
                .formatted(id, id * 1000L, id * id)
                .getBytes(UTF_8);
    }

    private static byte[] label(int id) {
        return "{\"id\":\"%d\",\"labels\":{\"y\":%b}}"
                .formatted(id, id % 3 == 0)
                .getBytes(UTF_8);
    }
}

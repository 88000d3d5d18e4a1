package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.Birdstrikes;
import io.mainstem.DelayedLabels;
import io.mainstem.event.Command;
import io.mainstem.event.Coverage;
import io.mainstem.event.Prediction;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsTest {

    private static final String DRIFTING =
            """
            name: drifting
            features: {a: {type: number}, b: {type: number}, hour: {type: number}}
            tasks:
              much: {type: regression}
              two: {type: regression, outputs: 2}
              yes: {type: binary}
              which: {type: multiclass, classes: [a, b, c]}
              plain: {type: binary}
            trunk: {layers: [16]}
            optimizer: {type: adam, learningRate: 0.005}
            batch: {size: 16}
            """;

    /** What decides the labels turns every 3,000 events, and how much chance there is in them; some are easy. */
    private static List<byte[]> drifting(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] slopes = {{1, 2}, {-2, 1}, {3, -1}, {0.5, -2}};
        double[] noises = {1, 3, 0.5, 2};
        List<byte[]> events = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            int phase = n / 3000 % slopes.length;
            double a = random.nextDouble(-2, 2);
            double b = random.nextDouble(-2, 2);
            double sum = slopes[phase][0] * a + slopes[phase][1] * b;
            // By day all is less certain than by night.
            double noise = noises[phase] * (n % 24 < 8 ? 0.2 : 1) * random.nextDouble(-1, 1);
            boolean yes = random.nextDouble() < 1 / (1 + Math.exp(-3 * sum));
            String which = sum + noise > 1 ? "a" : sum + noise > -1 ? "b" : "c";
            events.add(String.format(
                            Locale.ROOT,
                            "{\"id\":\"e%d\",\"features\":{\"a\":%s,\"b\":%s,\"hour\":%d},\"labels\":"
                                    + "{\"much\":%s,\"two\":[%s,%s],\"yes\":%s,\"which\":\"%s\",\"plain\":%s}}",
                            n,
                            a,
                            b,
                            n % 24,
                            sum + noise + n / 1000.,
                            noise,
                            100 * sum,
                            yes,
                            which,
                            a > 0)
                    .getBytes(UTF_8));
        }
        return events;
    }

    private static LearnerSpec spec(String yaml, String intervals) {
        return LearnerSpecReader.read(yaml + "intervals: " + intervals + "\n");
    }

    private static void assertCovers(
            LearnerSpec spec, List<byte[]> events, LearnerRun run, String task, double asked, String what)
            throws Exception {
        Covered covered = Covered.of(spec, events, run.predictions, task);
        assertThat(covered.share()).as("%s, %s", what, task).isCloseTo(asked, within(0.02));
        for (int from = 0; from + 1000 <= covered.labels(); from += 10) {
            assertThat(covered.share(from, from + 1000))
                    .as("%s, %s, the 1,000 labels from the %dth on", what, task, from)
                    .isCloseTo(asked, within(0.05));
        }
        if (asked == 0.9 && covered.rmse() > 0) {
            assertThat(covered.size() / covered.rmse())
                    .as("%s, %s, width by RMSE", what, task)
                    .isBetween(1.0, 3.6);
        }
        Coverage said = coverage(run.learner, task);
        assertThat(said.asked()).isEqualTo(asked);
        assertThat(said.run()).isCloseTo(covered.share(), within(1e-12));
        int all = covered.labels();
        assertThat(said.window()).isCloseTo(covered.share(all - 1000, all), within(1e-12));
    }

    private static void assertSame(List<Prediction> some, List<Prediction> others) {
        assertThat(some)
                .extracting(Prediction::id)
                .isEqualTo(others.stream().map(Prediction::id).toList());
        for (int n = 0; n < some.size(); n++) {
            assertThat(some.get(n).outputs()).isEqualTo(others.get(n).outputs());
            assertThat(some.get(n).regions()).isEqualTo(others.get(n).regions());
        }
    }

    private static Coverage coverage(Learner learner, String task) {
        return requireNonNull(metrics(learner, task).insight().coverage());
    }

    private static TaskMetrics metrics(Learner learner, String task) {
        return learner.metrics().stream()
                .filter(each -> each.task().equals(task))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 0.9, 0.95})
    void labelsOfRealEventsLieWithinAsOftenAsAsked(double asked) throws Exception {
        LearnerSpec spec = spec(Birdstrikes.yaml(), "{coverage: " + asked + "}");
        List<byte[]> events = Birdstrikes.events(10_000);
        LearnerRun run = new LearnerRun(spec).take(events);
        run.learner.finish(run);
        for (String task : List.of("size", "damage", "speed")) {
            assertCovers(spec, events, run, task, asked, "birdstrikes");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 0.9, 0.95})
    void labelsLieWithinAsOftenAsAskedWhileTheWorldChanges(double asked) throws Exception {
        long seed = 1;
        LearnerSpec spec = spec(DRIFTING, "{coverage: " + asked + "}");
        List<byte[]> events = drifting(9_000, seed);
        LearnerRun run = new LearnerRun(spec).take(events);
        run.learner.finish(run);
        for (String task : List.of("much", "yes", "which", "plain")) {
            assertCovers(spec, events, run, task, asked, "seed " + seed);
        }
        assertThat(coverage(run.learner, "two").run()).isCloseTo(asked, within(0.02));
    }

    @Test
    void nothingElseChanges() {
        LearnerSpec with = spec(DRIFTING, "{coverage: 0.9}");
        LearnerSpec without = spec(DRIFTING, "{type: none}");
        List<byte[]> events = drifting(1000, 3);
        LearnerRun one = new LearnerRun(with).take(events);
        LearnerRun other = new LearnerRun(without).take(events);

        assertThat(one.weights()).isEqualTo(other.weights());
        assertThat(one.predictions).hasSameSizeAs(other.predictions);
        for (int n = 0; n < one.predictions.size(); n++) {
            assertThat(one.predictions.get(n).outputs())
                    .isEqualTo(other.predictions.get(n).outputs());
            assertThat(other.predictions.get(n).regions()).isNull();
            assertThat(one.predictions.get(n).regions() == null).isEqualTo(n < 112);
        }
        assertThat(metrics(one.learner, "much").run())
                .isEqualTo(metrics(other.learner, "much").run());
        assertThat(metrics(other.learner, "much").insight().coverage()).isNull();
    }

    /** Alone or in a mini-batch: what is expected does not know the labels of the mini-batch. */
    @Test
    void aMiniBatchIsPredictedBeforeAnyOfItsLabelsIsSeen() {
        LearnerSpec spec = spec(DRIFTING, "{coverage: 0.9, stepSize: 0.2}");
        List<byte[]> events = drifting(480, 4);
        LearnerRun run = new LearnerRun(spec).take(events.subList(0, 464));
        LearnerRun alone = new LearnerRun(spec, SavedLearner.of(run.learner).restored(spec));
        run.take(events.subList(464, 480));
        List<Prediction> batch = run.predictions.subList(464, 480);
        for (byte[] event : events.subList(464, 480)) {
            alone.take(new String(event, UTF_8)
                    .replaceFirst("\"labels\".*", "\"labels\":{}}")
                    .getBytes(UTF_8));
        }

        for (int n = 0; n < 16; n++) {
            Prediction one = alone.predictions.get(n);
            assertThat(one.id()).isEqualTo(batch.get(n).id());
            assertThat(one.regions()).isEqualTo(batch.get(n).regions()).isNotNull();
        }
    }

    @Test
    void goesOnFromASavedState() {
        LearnerSpec spec = spec(DRIFTING, "{coverage: 0.9, window: 200}");
        List<byte[]> events = drifting(700, 5);
        for (int cut : new int[] {90, 333}) {
            LearnerRun undisturbed = new LearnerRun(spec).take(events);
            LearnerRun first = new LearnerRun(spec).take(events.subList(0, cut));
            LearnerRun second =
                    new LearnerRun(spec, SavedLearner.of(first.learner).restored(spec));
            second.take(events.subList(cut, 700));

            assertThat(second.weights()).isEqualTo(undisturbed.weights());
            assertThat(second.learner.metrics()).isEqualTo(undisturbed.learner.metrics());
            List<Prediction> last =
                    undisturbed.predictions.subList(first.predictions.size(), undisturbed.predictions.size());
            assertSame(second.predictions, last);
        }
    }

    @Test
    void aRollbackTakesThemAlong() {
        LearnerSpec spec = spec(DRIFTING + "checkpoints: {every: 320}\n", "{coverage: 0.9}");
        List<byte[]> events = drifting(960, 6);
        SteeredRun steered = new SteeredRun(new LearnerRun(spec)).take(events.subList(0, 320));
        Coverage then = coverage(steered.run.learner, "much");
        steered.take(events.subList(320, 960));
        assertThat(coverage(steered.run.learner, "much")).isNotEqualTo(then);

        assertThat(steered.tell(new Command.Rollback("r", 1, Map.of())).isDone())
                .isTrue();
        assertThat(coverage(steered.run.learner, "much")).isEqualTo(then);
    }

    @Test
    void otherIntervalsStartAfreshAndTheModelGoesOn() {
        LearnerSpec before = spec(DRIFTING, "{coverage: 0.9}");
        LearnerSpec after = spec(DRIFTING, "{coverage: 0.8, stepSize: 0.03}");
        SavedLearner saved = SavedLearner.of(new LearnerRun(before).take(drifting(400, 7)).learner);
        Learner learner = new Learner(after, 0);

        assertThat(saved.into(learner).notes()).contains("the intervals of task much start afresh");
        assertThat(learner.checkpoint().weightsChecksum())
                .isEqualTo(saved.restored(before).checkpoint().weightsChecksum());
        assertThat(metrics(learner, "much").insight().coverage()).isNull();
        LearnerSpec none = spec(DRIFTING, "{type: none}");
        SavedLearner without = SavedLearner.of(new LearnerRun(none).take(drifting(400, 7)).learner);
        assertThat(without.into(new Learner(after, 0)).notes()).isEmpty();
    }

    /** A label that comes later is scored against what was sent out, wherever the learner was saved in between. */
    @Test
    void labelsThatComeLaterAreScoredAgainstWhatWasSentOut() throws Exception {
        LearnerSpec spec = LearnerSpecReader.read(DelayedLabels.YAML + "intervals: {coverage: 0.8, window: 300}\n");
        for (long seed = 1; seed <= 2; seed++) {
            List<byte[]> records = DelayedLabels.day(2000, seed).stream()
                    .map(DelayedLabels.Arriving::value)
                    .toList();
            LearnerRun run = new LearnerRun(spec);
            MemoryWaitStore store = new MemoryWaitStore();
            run.learner.waitIn(store);
            SplittableRandom random = new SplittableRandom(seed);
            LearnerRun undisturbed = new LearnerRun(spec).take(records);
            for (byte[] record : records) {
                run.take(record);
                if (random.nextInt(500) == 0) {
                    Learner restored = SavedLearner.of(run.learner).restored(spec);
                    restored.waitIn(store);
                    LearnerRun next = new LearnerRun(spec, restored);
                    next.predictions.addAll(run.predictions);
                    run = next;
                }
            }

            assertThat(run.learner.metrics()).as("seed %d", seed).isEqualTo(undisturbed.learner.metrics());
            assertSame(run.predictions, undisturbed.predictions);
            Coverage much = coverage(run.learner, "much");
            assertThat(much.run()).as("seed %d", seed).isCloseTo(0.8, within(0.05));
            assertThat(much.size()).isPositive();
            assertThat(Arrays.stream(requireNonNull(
                            run.predictions.get(run.predictions.size() - 1).regions())))
                    .doesNotContain(Double.NaN);
        }
    }

    /** Each label in a file of its own beside its event: the share that the learner reports is that of the records. */
    @Test
    void coverageOfLateLabelsIsThatOfTheirPredictions() throws Exception {
        String yaml =
                """
                name: later
                features: {x: {type: number}}
                tasks: {much: {type: regression, wait: 1d}, yes: {type: binary, wait: 1d}}
                trunk: {layers: [8]}
                batch: {size: 8}
                intervals: {coverage: 0.8, window: 200}
                """;
        LearnerSpec spec = LearnerSpecReader.read(yaml);
        SplittableRandom random = new SplittableRandom(8);
        List<byte[]> records = new ArrayList<>();
        List<byte[]> labels = new ArrayList<>();
        int delay = 400;
        for (int n = 0; n < 4000 + delay; n++) {
            if (n < 4000) {
                double x = random.nextDouble();
                long time = 1_767_225_600_000L + n * 1000L;
                records.add("{\"id\":\"e%d\",\"time\":%d,\"features\":{\"x\":%s}}"
                        .formatted(n, time, x)
                        .getBytes(UTF_8));
                labels.add("{\"id\":\"e%d\",\"labels\":{\"much\":%s,\"yes\":%s}}"
                        .formatted(n, x + random.nextDouble(), random.nextDouble() < x)
                        .getBytes(UTF_8));
            }
            if (n >= delay) {
                records.add(labels.get(n - delay));
            }
        }
        LearnerRun run = new LearnerRun(spec).take(records);

        for (String task : List.of("much", "yes")) {
            Covered covered = Covered.of(spec, labels, run.predictions, task);
            assertThat(coverage(run.learner, task).run()).isCloseTo(covered.share(), within(1e-12));
            assertThat(covered.share()).isCloseTo(0.8, within(0.05));
        }
    }
}

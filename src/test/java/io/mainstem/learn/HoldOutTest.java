package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.event.HeldOut;
import io.mainstem.event.LabelLayout;
import io.mainstem.event.Prediction;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldOutTest {

    private static final String FILE =
            """
            name: held
            features: {x: {type: number}, c: {type: category, buckets: 16}}
            tasks: {y: {type: binary%s}, n: {type: regression}, k: {type: clustering, k: 3}}
            batch: {size: 4}
            metrics: {every: 10%s}
            """;
    private static final String SHARE = ", holdOut: 0.2";

    private final LearnerSpec with = spec("", SHARE);
    private final LearnerSpec without = spec("", "");

    private static LearnerSpec spec(String wait, String share) {
        return LearnerSpecReader.read(FILE.formatted(wait, share));
    }

    @Test
    void aboutTheShareIsHeldOutByTheIdAlone() {
        HoldOut one = new HoldOut(with, new LabelLayout(with.tasks()));
        HoldOut other = new HoldOut(with, new LabelLayout(with.tasks()));
        HoldOut none = new HoldOut(without, new LabelLayout(without.tasks()));
        List<String> ids = IntStream.range(0, 20_000).mapToObj(String::valueOf).toList();

        assertThat(ids.stream().filter(one::takes).count()).isBetween(3_800L, 4_200L);
        assertThat(ids).allMatch(id -> one.takes(id) == other.takes(id)).noneMatch(none::takes);
    }

    /** The other events teach what they teach where those that are held out never came. */
    @Test
    void nothingIsLearnedFromThem() {
        for (long seed = 1; seed <= 3; seed++) {
            List<String> events = events(seed, 400);
            Set<String> held = held(400);
            LearnerRun all = new LearnerRun(with);
            LearnerRun rest = new LearnerRun(without);
            for (int n = 0; n < events.size(); n++) {
                all.take(events.get(n).getBytes(UTF_8));
                if (!held.contains("e" + n)) {
                    rest.take(events.get(n).getBytes(UTF_8));
                }
            }

            assertThat(all.weights()).as("seed %d", seed).isEqualTo(rest.weights());
            assertThat(all.learner.examples()).isEqualTo(rest.learner.examples());
            assertThat(all.learner.events()).isEqualTo(400);
            for (int t = 0; t < 3; t++) {
                TaskMetrics one = all.learner.metrics().get(t);
                TaskMetrics other = rest.learner.metrics().get(t);
                assertThat(one.run()).isEqualTo(other.run());
                assertThat(one.baselines()).isEqualTo(other.baselines());
                assertThat(other.insight().heldOut()).isNull();
            }
            // Each is predicted at once, by itself; what comes of the others is the same.
            List<Prediction> others = all.predictions.stream()
                    .filter(prediction -> !held.contains(prediction.id()))
                    .toList();
            assertThat(others)
                    .extracting(Prediction::id)
                    .isEqualTo(rest.predictions.stream().map(Prediction::id).toList());
        }
    }

    @Test
    void theirPredictionsAreScoredApart() {
        List<String> events = events(7, 400);
        Set<String> held = held(400);
        LearnerRun run = new LearnerRun(with);
        events.forEach(event -> run.take(event.getBytes(UTF_8)));

        double squares = 0;
        for (Prediction prediction : run.predictions) {
            if (held.contains(prediction.id())) {
                double label = number(Integer.parseInt(prediction.id().substring(1)), 7);
                squares += Math.pow(prediction.outputs()[1] - label, 2);
            }
        }
        HeldOut scores = requireNonNull(run.learner.metrics().get(1).insight().heldOut());
        assertThat(scores.labels()).isEqualTo(held.size());
        assertThat(scores.run().get("rmse")).isCloseTo(Math.sqrt(squares / held.size()), within(1e-9));
        assertThat(scores.baselines()).containsKeys("runningMean", "lastLabel");
    }

    @Test
    void labelsThatComeLaterAreHeldOutWithTheirEvents() {
        LearnerSpec spec = spec(", wait: 1h", SHARE);
        LearnerSpec plain = spec(", wait: 1h", "");
        Set<String> held = held(100);
        LearnerRun all = new LearnerRun(spec);
        LearnerRun rest = new LearnerRun(plain);
        for (int n = 0; n < 100; n++) {
            String event = "{\"id\":\"e%d\",\"time\":%d,\"features\":{\"x\":%d}}".formatted(n, n * 1000, n);
            String labels =
                    "{\"id\":\"e%d\",\"time\":%d,\"labels\":{\"y\":%s}}".formatted(n, n * 1000 + 500, n % 3 == 0);
            for (String record : List.of(event, labels)) {
                all.take(record.getBytes(UTF_8));
                if (!held.contains("e" + n)) {
                    rest.take(record.getBytes(UTF_8));
                }
            }
        }

        assertThat(all.weights()).isEqualTo(rest.weights());
        TaskMetrics metrics = all.learner.metrics().get(0);
        assertThat(requireNonNull(metrics.insight().heldOut()).labels()).isEqualTo(held.size());
        assertThat(metrics.labels()).isEqualTo(rest.learner.metrics().get(0).labels());
    }

    @Test
    void goesOnFromASavedState() {
        List<String> events = events(3, 300);
        LearnerRun undisturbed = new LearnerRun(with);
        events.forEach(event -> undisturbed.take(event.getBytes(UTF_8)));
        LearnerRun first = new LearnerRun(with);
        events.subList(0, 133).forEach(event -> first.take(event.getBytes(UTF_8)));
        LearnerRun second = new LearnerRun(with, SavedLearner.of(first.learner).restored(with));
        events.subList(133, 300).forEach(event -> second.take(event.getBytes(UTF_8)));

        assertThat(second.learner.metrics()).isEqualTo(undisturbed.learner.metrics());
        assertThat(second.weights()).isEqualTo(undisturbed.weights());
    }

    @Test
    void mayBeTurnedOnAndOff() {
        LearnerRun plain = new LearnerRun(without);
        LearnerRun held = new LearnerRun(with);
        for (String event : events(5, 200)) {
            plain.take(event.getBytes(UTF_8));
            held.take(event.getBytes(UTF_8));
        }
        Learner on = new Learner(with, 0);
        Learner off = new Learner(without, 0);

        assertThat(SavedLearner.of(plain.learner).into(on).notes()).containsExactly("events are held out from now on");
        assertThat(SavedLearner.of(held.learner).into(off).notes())
                .containsExactly("no events are held out any more: their metrics are dropped");
        assertThat(requireNonNull(on.metrics().get(0).insight().heldOut()).labels())
                .isZero();
        assertThat(on.metrics().get(0).run())
                .isEqualTo(plain.learner.metrics().get(0).run());
        assertThat(off.checkpoint().weightsChecksum()).isEqualTo(held.weights());
        // Another share is another choice of events; nothing of the state depends on it.
        Learner more = new Learner(spec("", ", holdOut: 0.5"), 0);
        assertThat(SavedLearner.of(held.learner).into(more).notes()).isEmpty();
    }

    @Test
    void nothingIsLearnedFromLabelsThatComeBeforeTheirEvent() {
        LearnerSpec spec = spec(", wait: 1h", SHARE);
        LearnerRun all = new LearnerRun(spec);
        LearnerRun rest = new LearnerRun(spec(", wait: 1h", ""));
        Set<String> held = held(100);
        for (int n = 0; n < 100; n++) {
            String event = "{\"id\":\"e%d\",\"time\":%d,\"features\":{\"x\":%d}}".formatted(n, n * 1000, n);
            String labels = "{\"id\":\"e%d\",\"labels\":{\"y\":%s}}".formatted(n, n % 3 == 0);
            for (String record : n % 2 == 0 ? List.of(labels, event) : List.of(event, labels)) {
                all.take(record.getBytes(UTF_8));
                if (!held.contains("e" + n)) {
                    rest.take(record.getBytes(UTF_8));
                }
            }
        }

        assertThat(all.weights()).isEqualTo(rest.weights());
        assertThat(requireNonNull(all.learner.metrics().get(0).insight().heldOut())
                        .labels())
                .isEqualTo(held.size());
    }

    /** Neither do they make the learner react: it resets heads when it would have done without them. */
    @Test
    void theLearnerDoesNotReactToThem() {
        String reacts = "optimizer: {learningRate: 0.05}\ndrift: {reaction: {type: resetHead}}\n";
        LearnerRun all = new LearnerRun(LearnerSpecReader.read(FILE.formatted("", SHARE) + reacts));
        LearnerRun rest = new LearnerRun(LearnerSpecReader.read(FILE.formatted("", "") + reacts));
        Set<String> held = held(1200);
        for (int n = 0; n < 1200; n++) {
            double x = number(n, 9);
            boolean upsideDown = n > 600;
            String event = "{\"id\":\"e%d\",\"features\":{\"x\":%s,\"c\":\"0\"},\"labels\":{\"y\":%s}}"
                    .formatted(n, x, x > 0.5 != upsideDown);
            all.take(event.getBytes(UTF_8));
            if (!held.contains("e" + n)) {
                rest.take(event.getBytes(UTF_8));
            }
        }

        assertThat(all.learner.metrics().get(0).insight().drifts())
                .isPositive()
                .isEqualTo(rest.learner.metrics().get(0).insight().drifts());
        assertThat(all.weights()).isEqualTo(rest.weights());
    }

    private Set<String> held(int events) {
        HoldOut holdOut = new HoldOut(with, new LabelLayout(with.tasks()));
        Set<String> held = new HashSet<>();
        for (int n = 0; n < events; n++) {
            if (holdOut.takes("e" + n)) {
                held.add("e" + n);
            }
        }
        return held;
    }

    private static double number(int n, long seed) {
        return new SplittableRandom(seed * 1000 + n).nextDouble();
    }

    private static List<String> events(long seed, int count) {
        List<String> events = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double y = number(n, seed);
            events.add("{\"id\":\"e%d\",\"features\":{\"x\":%s,\"c\":\"%d\"},\"labels\":{\"y\":%s,\"n\":%s}}"
                    .formatted(n, y + 1, n % 7, y > 0.5, y));
        }
        return events;
    }
}

package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.TurningLabels;
import io.mainstem.event.Command;
import io.mainstem.event.Drift;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from drift, held against commands that do the same by hand. */
class DriftReactionsTest {

    private static final int TURN = 3000;
    private static final int EVENTS = 4500;
    private static final String RESET = "{detector: pageHinkley, features: false, reaction: {type: resetHead}}";
    private static final String RAISE =
            "{detector: %s, features: false, reaction: {type: learningRate, factor: 5, examples: 400}}";

    private final List<byte[]> events = TurningLabels.events(EVENTS, 11, TURN);

    @ParameterizedTest
    @ValueSource(strings = {"adwin", "pageHinkley"})
    void theRateIsAsIfACommandHadSetItAndAnotherHadTakenItBack(String detector) {
        SteeredRun reacts = new SteeredRun(TurningLabels.spec(RAISE.formatted(detector)));
        // A reaction without effect, so that its detectors start afresh at the same places.
        SteeredRun told = new SteeredRun(
                TurningLabels.spec(RAISE.formatted(detector).replace("factor: 5", "factor: 1.0000000000000002")));
        // Of the rate at hand, be it the file's or a command's.
        reacts.tell(new Command.SetLearningRate("a", 0.004));
        told.tell(new Command.SetLearningRate("a", 0.004));
        long until = 0;
        int heard = 0;
        for (byte[] event : events) {
            reacts.take(List.of(event));
            told.take(List.of(event));
            if (told.run.drifts.size() > heard) {
                heard = told.run.drifts.size();
                until = told.run.learner.examples() + 400;
                told.tell(new Command.SetLearningRate("b", 5 * 0.004 / 1.0000000000000002));
            } else if (until > 0 && told.run.learner.examples() >= until) {
                until = 0;
                told.tell(new Command.SetLearningRate("c", 0.004));
            }
        }

        assertThat(told.run.drifts).isEqualTo(reacts.run.drifts).isNotEmpty();
        assertThat(told.run.weights()).isEqualTo(reacts.run.weights());
        assertThat(until).as("the rate is as before again").isZero();
    }

    @Test
    void theHeadIsAsIfACommandHadResetIt() {
        SteeredRun reacts = new SteeredRun(TurningLabels.spec(RESET)).take(events);
        // The test of Page and Hinkley starts afresh anyway.
        SteeredRun told = new SteeredRun(TurningLabels.spec(RESET.replace("resetHead", "none")));
        int heard = 0;
        for (byte[] event : events) {
            told.take(List.of(event));
            for (; heard < told.run.drifts.size(); heard++) {
                told.tell(new Command.ResetHead("r", told.run.drifts.get(heard).of()));
            }
        }

        assertThat(reacts.run.drifts).extracting(Drift::task).contains("y", "n");
        assertThat(told.run.drifts).isEqualTo(reacts.run.drifts);
        assertThat(told.run.weights()).isEqualTo(reacts.run.weights());
    }

    /** What a reaction does to the loss is no drift, and does not hide the next one. */
    @ParameterizedTest
    @CsvSource({
        "adwin, none",
        "adwin, learningRate",
        "adwin, resetHead",
        "pageHinkley, none",
        "pageHinkley, learningRate",
        "pageHinkley, resetHead"
    })
    void eachOfTwoTurnsIsToldAndNothingElse(String detector, String reaction) {
        String drift = "{detector: %s, features: false, reaction: {type: %s}}".formatted(detector, reaction);
        for (long seed = 1; seed <= 4; seed++) {
            LearnerRun run = new LearnerRun(TurningLabels.spec(drift))
                    .take(TurningLabels.events(3 * TURN, seed, TURN, 2 * TURN));
            for (String task : List.of("y", "n")) {
                assertThat(run.drifts)
                        .as("%s %s of %s, seed %d", detector, reaction, task, seed)
                        .filteredOn(one -> task.equals(one.task()))
                        .extracting(Drift::events)
                        .satisfiesExactly(
                                first -> assertThat(first).isBetween((long) TURN, TURN + 300L),
                                second -> assertThat(second).isBetween(2L * TURN, 2 * TURN + 300L));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resetHead", "learningRate"})
    void aPausedLearnerTellsAndDoesNotReact(String reaction) {
        String drift = "{detector: adwin, features: false, reaction: {type: %s}}";
        SteeredRun reacts = new SteeredRun(TurningLabels.spec(drift.formatted(reaction))).take(events.subList(0, TURN));
        SteeredRun never =
                new SteeredRun(TurningLabels.spec("{detector: none, features: false}")).take(events.subList(0, TURN));
        for (SteeredRun run : List.of(reacts, never)) {
            run.tell(new Command.Pause("p"));
            run.take(events.subList(TURN, TURN + 600));
            run.tell(new Command.Resume("r"));
            // Its loss is what it was in the pause, and falls.
            run.take(events.subList(TURN + 600, EVENTS));
        }

        assertThat(reacts.run.drifts).extracting(Drift::task).containsExactlyInAnyOrder("y", "n");
        assertThat(reacts.run.weights()).isEqualTo(never.run.weights());
    }

    @Test
    void aRollbackTakesDetectorsAndReactionsAlong() {
        LearnerSpec spec = TurningLabels.spec(RAISE.formatted("adwin"), "checkpoints: {every: 2000}\n");
        SteeredRun run = new SteeredRun(spec).take(events.subList(0, TURN + 300));
        assertThat(run.run.learner.metrics().get(0).insight().drifts()).isPositive();

        run.tell(new Command.Rollback("r", 1, Map.of()));

        assertThat(run.run.learner.metrics().get(0).insight().drifts()).isZero();
        run.run.drifts.clear();
        run.take(events.subList(2000, EVENTS));
        LearnerRun undisturbed = new LearnerRun(spec).take(events);
        assertThat(run.run.weights()).isEqualTo(undisturbed.weights());
        assertThat(run.run.drifts)
                .extracting(Drift::task, Drift::before, Drift::after, Drift::size)
                .isEqualTo(undisturbed.drifts.stream()
                        .map(one ->
                                org.assertj.core.groups.Tuple.tuple(one.task(), one.before(), one.after(), one.size()))
                        .toList())
                .isNotEmpty();
    }

    @Test
    void anotherDetectorStartsAfreshAndNothingElseDoes() {
        LearnerRun run = new LearnerRun(TurningLabels.spec("{detector: adwin}")).take(events);
        Learner other = new Learner(TurningLabels.spec("{detector: pageHinkley}"), 0);
        Learner reacting = new Learner(TurningLabels.spec("{reaction: {type: learningRate}}"), 0);
        SavedLearner saved = SavedLearner.of(run.learner);

        assertThat(saved.into(other).notes())
                .containsExactly("drift is detected otherwise: the detectors start afresh");
        assertThat(saved.into(reacting).notes()).isEmpty();
        for (Learner learner : List.of(other, reacting)) {
            assertThat(learner.checkpoint().weightsChecksum()).isEqualTo(run.weights());
            assertThat(learner.metrics().get(0).run())
                    .isEqualTo(run.learner.metrics().get(0).run());
        }
        assertThat(other.metrics().get(0).insight().drifts()).isZero();
        assertThat(reacting.metrics().get(0).insight().drifts()).isPositive();
    }

    /**
     * While its labels' scale is not known, a regression's error has no size that the next ones could be held against. With
     * large mini-batches, as many examples meet a model that is new; with the head reset, as one false alarm makes many.
     */
    @ParameterizedTest
    @CsvSource({"adwin, 0, 1e-6", "pageHinkley, 0, 1e-6", "adwin, 1e6, 1e3", "pageHinkley, 1e6, 1e3"})
    void aRegressionThatBeginsIsNoDriftInAnyUnit(String detector, double mean, double unit) {
        LearnerRun run = new LearnerRun(large("n: {type: regression}", 256, detector, "resetHead"));
        SplittableRandom random = new SplittableRandom(3);
        run.take(large(random, 10_000, (x, noise) -> mean + unit * (x + noise)));
        assertThat(run.drifts).isEmpty();

        run.take(large(random, 1000, (x, noise) -> mean - unit * (x + noise)));
        assertThat(run.drifts).isNotEmpty();
    }

    /** Counts are taken as they are, and so is what a prediction is off by. */
    @ParameterizedTest
    @ValueSource(strings = {"adwin", "pageHinkley"})
    void countsThatAreLargeDriftAsWell(String detector) {
        LearnerRun run = new LearnerRun(large("n: {type: regression, loss: poisson}", 16, detector, "none"));
        run.take(large(new SplittableRandom(1), 20_000, (x, noise) -> Math.rint(600 * Math.exp(x + 3 * noise))));
        int before = run.drifts.size();

        run.take(large(new SplittableRandom(2), 300, (x, noise) -> Math.rint(600 * Math.exp(-x + 3 * noise))));

        assertThat(run.drifts).hasSize(before + 1);
        assertThat(run.drifts.get(before).before()).isGreaterThan(40);
    }

    /** Also where several fall into one mini-batch. */
    @Test
    void asManyAreCountedAsAreTold() {
        LearnerRun run = new LearnerRun(large("n: {type: regression}", 2048, "adwin", "none"));
        SplittableRandom random = new SplittableRandom(1);
        run.take(large(random, 100 * 2048, (x, noise) -> x + noise));
        for (int quarter = 0; quarter < 4; quarter++) {
            double way = quarter % 2 == 0 ? 1 : -1;
            run.take(large(random, 512, (x, noise) -> way * (x + noise)));
        }

        assertThat(run.learner.metrics().get(0).insight().drifts())
                .isEqualTo(run.drifts.size())
                .isPositive();
    }

    private interface Label {
        double of(double x, double noise);
    }

    private static LearnerSpec large(String task, int batch, String detector, String reaction) {
        return LearnerSpecReader.read(
                """
                name: large
                features: {x: {type: number}}
                tasks: {%s}
                trunk: {layers: [8]}
                optimizer: {type: adam, learningRate: 0.002}
                batch: {size: %d}
                drift: {detector: %s, features: false, reaction: {type: %s}}
                """
                        .formatted(task, batch, detector, reaction));
    }

    private static List<byte[]> large(SplittableRandom random, int count, Label label) {
        List<byte[]> events = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double x = 2 * random.nextDouble() - 1;
            events.add("{\"id\":\"%d\",\"features\":{\"x\":%s},\"labels\":{\"n\":%s}}"
                    .formatted(n, x, label.of(x, 0.4 * (random.nextDouble() - 0.5)))
                    .getBytes(UTF_8));
        }
        return events;
    }
}

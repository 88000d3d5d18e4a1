package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.Drift;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Streams whose labels turn round in the middle. */
class DriftWatchTest {

    private static final int TURN = 4000;
    private static final int ALL = 6000;

    private static LearnerSpec spec(String drift) {
        return LearnerSpecReader.read(
                """
                name: drifting
                features: {x: {type: number}, z: {type: number}}
                tasks: {y: {type: binary}, n: {type: regression}}
                trunk: {layers: [8]}
                optimizer: {type: adam, learningRate: 0.003}
                batch: {size: 8}
                drift: %s
                """
                        .formatted(drift));
    }

    private static List<String> events(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> events = new ArrayList<>();
        for (int n = 0; n < ALL; n++) {
            double x = 2 * random.nextDouble() - 1;
            double z = 2 * random.nextDouble() - 1;
            double turned = n < TURN ? 1 : -1;
            double noise = 0.2 * (random.nextDouble() - 0.5);
            events.add("{\"id\":\"%d\",\"features\":{\"x\":%s,\"z\":%s},\"labels\":{\"y\":%s,\"n\":%s}}"
                    .formatted(n, x, z, turned * (x + noise) > 0, 100 + 10 * turned * (z + noise)));
        }
        return events;
    }

    private static LearnerRun run(String drift, long seed) {
        LearnerRun run = new LearnerRun(spec(drift));
        events(seed).forEach(event -> run.take(event.getBytes(UTF_8)));
        return run;
    }

    @Test
    void theTurnIsToldOfBothTasksOnceAndSoon() {
        for (String detector : List.of("adwin", "pageHinkley")) {
            for (long seed = 1; seed <= 5; seed++) {
                LearnerRun run = run("{detector: " + detector + ", features: false}", seed);

                assertThat(run.drifts)
                        .as("%s, seed %d", detector, seed)
                        .extracting(Drift::task)
                        .contains("y", "n");
                for (Drift drift : run.drifts) {
                    assertThat(drift.events()).isBetween((long) TURN, TURN + 300L);
                    assertThat(drift.after()).isGreaterThan(drift.before());
                    assertThat(drift.size()).isPositive();
                    assertThat(drift.detector()).isEqualTo(detector);
                }
                assertThat(run.learner.metrics().get(0).insight().drifts())
                        .isEqualTo(run.drifts.stream()
                                .filter(drift -> "y".equals(drift.task()))
                                .count());
            }
        }
    }

    @Test
    void whatIsOnlyToldChangesNoWeight() {
        assertThat(run("{detector: adwin}", 1).weights())
                .isEqualTo(run("{detector: pageHinkley}", 1).weights())
                .isEqualTo(run("{detector: none, features: false}", 1).weights());
    }

    @Test
    void aReactionHelps() {
        double plain = 0;
        double raised = 0;
        double reset = 0;
        for (long seed = 1; seed <= 5; seed++) {
            plain += loss(run("{detector: adwin}", seed));
            raised += loss(run("{detector: adwin, reaction: {type: learningRate, factor: 5, examples: 500}}", seed));
            reset += loss(run("{detector: adwin, reaction: {type: resetHead}}", seed));
        }
        assertThat(raised).isLessThan(0.9 * plain);
        assertThat(reset).isLessThan(plain);
    }

    /** Over the last thousand labels, in the second thousand after the turn. */
    private static double loss(LearnerRun run) {
        return requireNonNull(run.learner.metrics().get(0).window().get("logLoss"));
    }

    @Test
    void theRateIsRaisedForAWhileOnly() {
        String drift = "{detector: adwin, features: false, reaction: {type: learningRate, factor: 5, examples: %d}}";
        LearnerRun brief = run(drift.formatted(1), 2);
        LearnerRun none = run("{detector: adwin, features: false}", 2);
        LearnerRun until = run(drift.formatted(1_000_000), 2);

        assertThat(brief.weights()).isNotEqualTo(until.weights());
        // One example is over after one mini-batch.
        assertThat(brief.weights()).isNotEqualTo(none.weights());
    }

    @Test
    void aLearnerThatIsRestoredGoesOnBitForBit() {
        for (String reaction : List.of("{type: learningRate}", "{type: resetHead}", "{type: none}")) {
            LearnerSpec spec = spec("{reaction: " + reaction + "}");
            List<String> events = events(4);
            LearnerRun undisturbed = new LearnerRun(spec);
            LearnerRun disturbed = new LearnerRun(spec);
            List<Drift> told = new ArrayList<>();
            for (int n = 0; n < events.size(); n++) {
                undisturbed.take(events.get(n).getBytes(UTF_8));
                disturbed.take(events.get(n).getBytes(UTF_8));
                if (n % 97 == 0 || (n > TURN && n < TURN + 300 && n % 7 == 0)) {
                    told.addAll(disturbed.drifts);
                    disturbed = new LearnerRun(
                            spec, SavedLearner.of(disturbed.learner).restored(spec));
                }
            }
            told.addAll(disturbed.drifts);

            assertThat(disturbed.weights()).as(reaction).isEqualTo(undisturbed.weights());
            assertThat(told).isEqualTo(undisturbed.drifts).isNotEmpty();
        }
    }

    @Test
    void theMeanOfAFeatureThatMovesIsTold() {
        LearnerRun run = new LearnerRun(spec("{detector: none}"));
        SplittableRandom random = new SplittableRandom(5);
        for (int n = 0; n < 3000; n++) {
            double x = random.nextDouble() + (n < 2000 ? 0 : 1);
            run.take("{\"id\":\"%d\",\"features\":{\"x\":%s,\"z\":%s}}"
                    .formatted(n, x, random.nextDouble())
                    .getBytes(UTF_8));
        }

        assertThat(run.drifts).hasSize(1);
        Drift drift = run.drifts.get(0);
        assertThat(drift.feature()).isEqualTo("x");
        assertThat(drift.task()).isNull();
        assertThat(drift.events()).isBetween(2000L, 2300L);
        assertThat(drift.after()).isBetween(1.2, 1.8);
    }
}

package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.event.Prediction;
import io.mainstem.event.Reason;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The policies for labels that come later than their events, one by one. */
class LabelWaitTest {

    private static final long HOUR = 3_600_000;

    private static LearnerSpec spec(String tasks, String more) {
        return LearnerSpecReader.read(
                """
                name: late
                features: {x: {type: number}}
                tasks: {%s}
                trunk: {layers: [4]}
                batch: {size: 1}
                %s
                """
                        .formatted(tasks, more));
    }

    private static LearnerRun run(String more) {
        return new LearnerRun(spec("y: {type: binary, wait: 1h}", more));
    }

    private static byte[] event(String id, long time, String labels) {
        return "{\"id\":\"%s\",\"time\":%d,\"features\":{\"x\":%d},\"labels\":{%s}}"
                .formatted(id, time, time % 7, labels)
                .getBytes(UTF_8);
    }

    private static byte[] event(String id, long time) {
        return event(id, time, "");
    }

    private static byte[] label(String id, String labels) {
        return "{\"id\":\"%s\",\"labels\":{%s}}".formatted(id, labels).getBytes(UTF_8);
    }

    private static List<String> keptIds(WaitStore store) {
        List<String> ids = new ArrayList<>();
        store.keysFrom(WaitKeys.ofId(""), key -> ids.add(new String(key, 1, key.length - 1, UTF_8)));
        return ids;
    }

    private static Map<String, Long> counts(LearnerRun run) {
        return run.learner.metrics().get(0).lateLabels();
    }

    private static List<Reason> reasons(LearnerRun run) {
        return run.refusals.stream().map(Refusal::reason).toList();
    }

    @Test
    void anEventThatWaitsIsPredictedAtOnceAndLearnedWithItsLabel() {
        LearnerRun run = run("").take(event("a", 0));
        assertThat(run.predictions).extracting(Prediction::id).containsExactly("a");
        assertThat(run.learner.model().step()).isZero();
        assertThat(run.learner.awaiting()).isEqualTo(1);

        run.take(label("a", "\"y\":true"));
        assertThat(run.predictions).hasSize(1);
        assertThat(run.learner.model().step()).isEqualTo(1);
        assertThat(run.learner.awaiting()).isZero();
        assertThat(counts(run)).containsEntry("answered", 1L).containsEntry("waiting", 0L);
        assertThat(run.refusals).isEmpty();
    }

    @Test
    void aLateLabelIsScoredAgainstThePredictionThatWasSentOut() {
        LearnerRun run = run("").take(event("a", 0));
        double sent = run.predictions.get(0).outputs()[0];
        for (int i = 1; i < 200; i++) {
            run.take(event("b" + i, 7L * i, "\"y\":true"));
        }
        TaskMetrics before = run.learner.metrics().get(0);
        run.take(label("a", "\"y\":true"));
        TaskMetrics after = run.learner.metrics().get(0);

        double sum = logLoss(after) * 200 - logLoss(before) * 199;
        assertThat(sum).isCloseTo(-Math.log(sent), within(1e-9));
        run.take(event("again", 0));
        assertThat(run.predictions.get(run.predictions.size() - 1).outputs()[0])
                .as("what the model says by then")
                .isGreaterThan(sent + 0.01);
    }

    private static double logLoss(TaskMetrics metrics) {
        return requireNonNull(metrics.run().get("logLoss"));
    }

    @Test
    void thePredictionOfAnEventThatWaitsNamesTheModelThatMadeIt() {
        LearnerRun run = run("checkpoints: {every: 2}").take(event("a", 0));
        run.take(label("a", "\"y\":true")).take(event("b", 1)).take(label("b", "\"y\":true"));
        run.take(event("c", 2)).take(event("d", 3)).take(label("c", "\"y\":true"));

        assertThat(run.predictions)
                .extracting(each ->
                        each.id() + each.model().version() + each.model().step())
                .containsExactly("a00", "b01", "c12", "d12");
    }

    @Test
    void aLabelAfterItsWaitIsLate() {
        LearnerRun run = run("").take(event("a", 0)).take(event("b", HOUR));
        run.take(label("a", "\"y\":true"));
        assertThat(reasons(run)).containsExactly(Reason.LATE_LABEL);
        assertThat(run.refusals.get(0).message()).isEqualTo("labels of y: not waited for, or not any more");
        assertThat(run.refused).containsExactly("a@2");
        assertThat(counts(run)).containsEntry("late", 1L).containsEntry("dropped", 1L);
        assertThat(run.learner.model().step()).isZero();
    }

    @Test
    void aMillisecondBeforeItIsNot() {
        LearnerRun run = run("").take(event("a", 0)).take(event("b", HOUR - 1));
        run.take(label("a", "\"y\":true"));
        assertThat(run.refusals).isEmpty();
        assertThat(run.learner.model().step()).isEqualTo(1);
    }

    @Test
    void theTimeOfALabelPassesToo() {
        LearnerRun run = run("").take(event("a", 0));
        run.take("{\"id\":\"a\",\"time\":%d,\"labels\":{\"y\":true}}"
                .formatted(HOUR)
                .getBytes(UTF_8));
        assertThat(reasons(run)).containsExactly(Reason.LATE_LABEL);
    }

    @Test
    void ignoredOnesAreCountedOnly() {
        LearnerRun run = run("labels: {early: ignore, late: ignore, second: ignore}");
        run.take(label("a", "\"y\":true")).take(event("a", 0)).take(label("a", "\"y\":true"));
        run.take(label("a", "\"y\":true")).take(event("b", 0)).take(event("c", HOUR));
        run.take(label("b", "\"y\":true"));
        assertThat(run.refusals).isEmpty();
        assertThat(run.learner.rejected()).isZero();
        assertThat(counts(run))
                .containsEntry("unknown", 1L)
                .containsEntry("second", 1L)
                .containsEntry("late", 1L)
                .containsEntry("answered", 1L);
    }

    @Test
    void aLabelThatNeverComesIsTakenToBeAnother() {
        LearnerRun run = new LearnerRun(spec("y: {type: binary, wait: 1h, otherwise: true}", ""));
        run.take(event("a", 0)).take(event("b", HOUR));
        assertThat(run.learner.model().step()).isEqualTo(1);
        assertThat(counts(run)).containsEntry("otherwise", 1L);
        assertThat(run.learner.metrics().get(0).labelAges().keySet()).containsExactly("1h");
        run.take(label("a", "\"y\":false"));
        assertThat(reasons(run)).containsExactly(Reason.SECOND_LABEL);
    }

    @Test
    void aLabelBeforeItsEventIsHeld() {
        LearnerRun run = run("labels: {hold: 10s}").take(event("z", 0)).take(label("a", "\"y\":true"));
        assertThat(counts(run)).containsEntry("early", 1L);
        run.take(event("a", 9_999));
        assertThat(run.learner.model().step()).isEqualTo(1);
        run.take(label("b", "\"y\":true")).take(event("c", 9_999 + 10_000));
        assertThat(reasons(run)).containsExactly(Reason.UNKNOWN_ID);
        assertThat(run.refused).containsExactly("b@3");
        run.take(event("b", 9_999 + 10_000));
        assertThat(run.learner.model().step()).isEqualTo(1);
        assertThat(counts(run)).containsEntry("early", 0L).containsEntry("unknown", 1L);
    }

    @Test
    void aLabelOfAnUnknownEventMayBeRefusedAtOnce() {
        LearnerRun run = run("labels: {early: reject}").take(label("a", "\"y\":true"));
        assertThat(reasons(run)).containsExactly(Reason.UNKNOWN_ID);
    }

    @Test
    void nobodyCanMakeOneIdHoldWithoutEnd() {
        LearnerRun run = run("");
        for (int i = 0; i < 150; i++) {
            run.take(label("a", "\"y\":true"));
        }
        assertThat(reasons(run)).hasSize(50).containsOnly(Reason.UNKNOWN_ID);
        run.take(event("a", 0));
        assertThat(run.learner.model().step()).isEqualTo(1);
        assertThat(run.learner.rejected(Reason.SECOND_LABEL)).isEqualTo(99);
    }

    @Test
    void aSecondLabelMayBeLearned() {
        LearnerRun run = run("labels: {second: learn}").take(event("a", 0));
        run.take(label("a", "\"y\":true")).take(label("a", "\"y\":false")).take(event("b", HOUR - 1));
        run.take(label("a", "\"y\":false"));
        assertThat(run.learner.model().step()).isEqualTo(3);
        assertThat(run.learner.awaiting()).isEqualTo(2);
        run.take(event("c", HOUR)).take(label("a", "\"y\":true"));
        assertThat(run.learner.model().step()).isEqualTo(3);
        assertThat(reasons(run)).containsExactly(Reason.SECOND_LABEL);
        assertThat(run.learner.awaiting()).isEqualTo(2);
    }

    @Test
    void anEventIsForgottenInTheEnd() {
        LearnerRun run = run("labels: {remember: 10m, early: reject}").take(event("a", 0));
        run.take(event("b", HOUR + 599_999)).take(label("a", "\"y\":true"));
        run.take(event("c", HOUR + 600_000)).take(label("a", "\"y\":true"));
        assertThat(reasons(run)).containsExactly(Reason.LATE_LABEL, Reason.UNKNOWN_ID);
    }

    @Test
    void tasksAreAnsweredEachInItsTime() {
        LearnerRun run = new LearnerRun(spec(
                "y: {type: binary, wait: 1h}, n: {type: regression, wait: 2h, otherwise: 3}, o: {type: binary}", ""));
        run.take(event("a", 0)).take(event("b", HOUR)).take(label("a", "\"y\":true,\"n\":2,\"o\":true"));
        assertThat(run.learner.metrics()).extracting(TaskMetrics::labels).containsExactly(0L, 1L, 0L);
        assertThat(run.refusals.get(0).message()).isEqualTo("labels of y, o: not waited for, or not any more");
        run.take(event("c", 3 * HOUR));
        assertThat(run.learner.metrics()).extracting(TaskMetrics::labels).containsExactly(0L, 2L, 0L);
    }

    @Test
    void labelsThatComeWithAnEventThatWaitsForMoreAreLearnedAtOnce() {
        LearnerRun run = new LearnerRun(spec("y: {type: binary, wait: 1h}, n: {type: regression}", ""));
        run.take(event("a", 0, "\"n\":2"));
        assertThat(run.predictions).hasSize(1);
        assertThat(run.learner.metrics()).extracting(TaskMetrics::labels).containsExactly(0L, 1L);
        run.take(label("a", "\"y\":true"));
        assertThat(run.learner.metrics()).extracting(TaskMetrics::labels).containsExactly(1L, 1L);
        assertThat(run.predictions).hasSize(1);
    }

    @Test
    void anEventWithAllLabelsIsPredictedByItsMiniBatchAsEver() {
        LearnerRun waiting = run("");
        LearnerRun plain = new LearnerRun(spec("y: {type: binary}", ""));
        for (LearnerRun run : List.of(waiting, plain)) {
            for (int i = 0; i < 40; i++) {
                run.take(event("e" + i, i, "\"y\":" + (i % 3 == 0)));
            }
        }
        assertThat(waiting.weights()).isEqualTo(plain.weights());
        waiting.take(label("e3", "\"y\":true"));
        assertThat(reasons(waiting)).containsExactly(Reason.SECOND_LABEL);
    }

    @Test
    void anEventWithoutTimeDoesNotWait() {
        LearnerRun run = run("labels: {early: reject}");
        run.take("{\"id\":\"a\",\"features\":{}}".getBytes(UTF_8)).take(label("a", "\"y\":true"));
        assertThat(run.predictions).hasSize(1);
        assertThat(run.learner.awaiting()).isZero();
        assertThat(reasons(run)).containsExactly(Reason.UNKNOWN_ID);
    }

    @Test
    void anEventOfTheSameIdTakesThePlaceOfOneThatWaits() {
        LearnerRun run = run("").take(event("a", 0)).take(event("a", 1)).take(label("a", "\"y\":true"));
        assertThat(run.predictions).hasSize(2);
        assertThat(run.learner.model().step()).isEqualTo(1);
        assertThat(counts(run)).containsEntry("dropped", 1L).containsEntry("waiting", 0L);
        assertThat(run.learner.awaiting()).isZero();
        run.take(event("b", 5 * HOUR));
        assertThat(run.learner.awaiting()).isEqualTo(1);
    }

    @Test
    void aRepeatedEventIsDropped() {
        LearnerRun run = new LearnerRun(spec("y: {type: binary}", "events: {repeats: {window: 1h}}"));
        run.take(event("a", 0, "\"y\":true")).take(event("a", HOUR - 1, "\"y\":true"));
        assertThat(reasons(run)).containsExactly(Reason.REPEATED_EVENT);
        assertThat(run.learner.model().step()).isEqualTo(1);
        assertThat(run.learner.events()).isEqualTo(1);
        run.take(event("a", HOUR, "\"y\":true"));
        assertThat(run.learner.model().step()).isEqualTo(2);
        assertThat(run.learner.repeated()).isEqualTo(1);
    }

    @Test
    void aRepeatedEventMayBeIgnored() {
        LearnerRun run = new LearnerRun(spec("y: {type: binary}", "events: {repeats: {window: 1h, policy: ignore}}"));
        run.take(event("a", 0, "\"y\":true")).take(event("a", 1, "\"y\":true"));
        assertThat(run.refusals).isEmpty();
        assertThat(run.learner.repeated()).isEqualTo(1);
    }

    @Test
    void aJumpOfTheTimeIsDoneInPiecesAndDecidesAllTheSame() {
        LearnerRun run = new LearnerRun(spec("y: {type: binary, wait: 1h, otherwise: true}", ""));
        int events = 1700;
        for (int i = 0; i < events; i++) {
            run.take(event("e%04d".formatted(i), i));
        }
        run.take(event("jump", HOUR + events));
        assertThat(run.learner.model().step()).isEqualTo(500);
        run.take(label("e1699", "\"y\":false"));
        assertThat(reasons(run)).containsExactly(Reason.SECOND_LABEL);
        assertThat(run.learner.model().step()).isEqualTo(1000);
        run.take(event("x", HOUR + events)).take(event("y", HOUR + events));
        assertThat(run.learner.model().step()).isEqualTo(events);
        assertThat(run.learner.awaiting()).isEqualTo(3);
    }

    @Test
    void whatClustersTakesAnEventOnce() {
        LearnerSpec both = spec("y: {type: binary, wait: 1h}, s: {type: clustering, k: 2}", "");
        LearnerRun run = new LearnerRun(both).take(event("a", 0)).take(event("b", 1));
        assertThat(run.learner.metrics().get(1).labels()).isEqualTo(2);
        run.take(label("a", "\"y\":true"));
        assertThat(run.learner.metrics()).extracting(TaskMetrics::labels).containsExactly(1L, 2L);
    }

    @Test
    void lingeringGoesByTheTimeAtWhichLabelsCame() {
        LearnerRun run = new LearnerRun(
                LearnerSpecReader.read(
                        """
                name: late
                features: {x: {type: number}}
                tasks: {y: {type: binary, wait: 1h}}
                batch: {size: 8, linger: 10s}
                """));
        run.take(event("a", 0)).take(event("b", 60_000)).take(label("a", "\"y\":true"));
        run.take(event("c", 69_999));
        assertThat(run.learner.model().step()).isZero();
        run.take(event("d", 70_000));
        assertThat(run.learner.model().step()).isEqualTo(1);
    }

    @Test
    void rowsOutliveAChangeOfTheTasks() {
        LearnerSpec before = spec("y: {type: binary, wait: 1h}, gone: {type: binary, wait: 2h}", "");
        LearnerSpec after = spec("fresh: {type: regression, wait: 1h}, y: {type: binary, wait: 1h}", "");
        MemoryWaitStore store = new MemoryWaitStore();
        LearnerRun first = new LearnerRun(before);
        first.learner.waitIn(store);
        first.take(event("a", 0)).take(event("b", 5));

        Learner changed = SavedLearner.of(first.learner).restored(after);
        changed.waitIn(store);
        LearnerRun second = new LearnerRun(after, changed);
        second.take(label("a", "\"y\":true")).take(label("b", "\"fresh\":1"));
        assertThat(changed.metrics()).extracting(TaskMetrics::labels).containsExactly(0L, 1L);
        assertThat(reasons(second)).containsExactly(Reason.LATE_LABEL);
        second.take(event("c", 9 * HOUR));
        assertThat(changed.awaiting()).isEqualTo(1);
    }

    @Test
    void rowsThatNoTaskWaitsForAnyMoreAreForgotten() {
        LearnerSpec before = spec("y: {type: binary, wait: 1h}, gone: {type: binary, wait: 2h}", "");
        LearnerSpec after = spec("y: {type: binary, wait: 1h}", "");
        MemoryWaitStore store = new MemoryWaitStore();
        LearnerRun first = new LearnerRun(before);
        first.learner.waitIn(store);
        first.take(event("a", 0, "\"y\":true")).take(event("b", 5)).take(event("c", 6));
        first.take(label("b", "\"y\":true"));

        Learner changed = SavedLearner.of(first.learner).restored(after);
        changed.waitIn(store);
        LearnerRun second = new LearnerRun(after, changed);
        second.take(event("x", 50 * HOUR)).take(event("y", 51 * HOUR + 1)).take(event("z", 99 * HOUR));
        assertThat(changed.awaiting()).isEqualTo(1);
        assertThat(keptIds(store)).containsExactly("z");
        assertThat(counts(second)).containsEntry("waiting", 1L).containsEntry("dropped", 3L);
    }

    @Test
    void aLearnerFileWithoutWaitsSaysWhatBecomesOfThoseThatWait() {
        LearnerRun first = new LearnerRun(spec("y: {type: binary, wait: 1h}", "")).take(event("a", 0));
        Restored restored = SavedLearner.of(first.learner).into(new Learner(spec("y: {type: binary}", ""), 0));
        assertThat(restored.notes())
                .contains("no labels are waited for any more: the events that wait for some are given up");
    }

    @Test
    void labelsForWhichAnotherWasTakenAreSecondOnesHoweverFarTheWorkHasCome() {
        LearnerRun run = new LearnerRun(spec("y: {type: binary, wait: 1h, otherwise: true}", ""));
        for (int i = 0; i < 600; i++) {
            run.take(event("e%03d".formatted(i), i));
        }
        run.take(event("jump", HOUR + 600));
        // Those of the first 500 are done; the last one's turn is still to come.
        run.take(label("e000", "\"y\":false"));
        assertThat(reasons(run)).containsExactly(Reason.SECOND_LABEL);
        LearnerRun other = new LearnerRun(spec("y: {type: binary, wait: 1h, otherwise: true}", ""));
        for (int i = 0; i < 1100; i++) {
            other.take(event("e%04d".formatted(i), i));
        }
        other.take(event("jump", HOUR + 1100)).take(label("e1099", "\"y\":false"));
        assertThat(reasons(other)).containsExactly(Reason.SECOND_LABEL);
    }

    @Test
    void anEventIsForgottenAtTheSameTimeHoweverFarTheWorkHasCome() {
        // The label for which it waited longest came with it.
        byte[] answered = event("a", 1200, "\"n\":true");
        List<Reason> expected = List.of(Reason.UNKNOWN_ID);
        for (int others : new int[] {0, 1100}) {
            LearnerSpec rejecting = spec(
                    "y: {type: binary, wait: 1h}, n: {type: binary, wait: 9h}",
                    "labels: {remember: 1ms, early: reject}");
            LearnerRun run = new LearnerRun(rejecting);
            for (int i = 0; i < others; i++) {
                run.take(event("e%04d".formatted(i), i));
            }
            run.take(answered).take(event("jump", 2 * HOUR)).take(label("a", "\"y\":true"));
            assertThat(reasons(run)).as("behind %d others", others).isEqualTo(expected);
        }
    }

    @Test
    void labelsOfOtherLearnersTasksAreIgnored() {
        LearnerRun run = run("labels: {early: reject}").take(label("a", "\"other\":true"));
        assertThat(run.refusals).isEmpty();
        assertThat(run.learner.rejected()).isZero();
        run.take(label("a", "\"y\":null"));
        assertThat(run.learner.rejected(Reason.MISSING_FEATURES)).isEqualTo(1);
    }
}

package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.Birdstrikes;
import io.mainstem.event.Prediction;
import io.mainstem.event.Reason;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.spec.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class LearnerTest {

    private final LearnerSpec spec = Birdstrikes.spec();
    private final int batch = spec.batch().size();

    @Test
    void sameSeedAndEventsGiveTheSameBits() {
        List<byte[]> events = Birdstrikes.events(500);

        LearnerRun one = new LearnerRun(spec).take(events);
        LearnerRun other = new LearnerRun(spec).take(events);

        assertThat(other.weights()).isEqualTo(one.weights());
        assertThat(outputs(other)).isEqualTo(outputs(one));
        assertThat(other.learner.metrics()).isEqualTo(one.learner.metrics());
    }

    @Test
    void itLearns() {
        LearnerRun run = new LearnerRun(spec);
        String untrained = run.weights();

        run.take(Birdstrikes.events(10_000));

        assertThat(run.weights()).isNotEqualTo(untrained);
        assertThat(run.predictions).hasSize(10_000 / batch * batch);
        assertThat(value(run, "size", "logLoss")).isLessThan(baseline(run, "size", "classFrequencies", "logLoss"));
        assertThat(value(run, "damage", "logLoss")).isLessThan(baseline(run, "damage", "classFrequencies", "logLoss"));
        assertThat(value(run, "speed", "rmse")).isLessThan(baseline(run, "speed", "runningMean", "rmse"));
    }

    @Test
    void aLabelledEventIsPredictedWithItsMiniBatchBeforeTheStep() {
        List<byte[]> events = Birdstrikes.events(batch);
        LearnerRun run = new LearnerRun(spec).take(events.subList(0, batch - 1));
        assertThat(run.predictions).isEmpty();
        assertThat(run.learner.waiting()).isEqualTo(batch - 1);

        run.take(events.get(batch - 1));

        assertThat(run.predictions)
                .hasSize(batch)
                .allSatisfy(p -> assertThat(p.model().step()).isZero());
        assertThat(run.learner.model().step()).isEqualTo(1);
        assertThat(run.learner.waiting()).isZero();
    }

    @Test
    void anEventWithoutLabelsIsPredictedAtOnceAndTeachesNothing() {
        LearnerRun run = new LearnerRun(spec).take(Birdstrikes.events(batch));
        String weights = run.weights();
        run.predictions.clear();

        run.take(unlabelled("new"));

        assertThat(run.predictions).extracting(Prediction::id).containsExactly("new");
        assertThat(run.predictions.get(0).model().step()).isEqualTo(1);
        assertThat(run.weights()).isEqualTo(weights);
    }

    @Test
    void aRowPredictedAloneAgreesWithItsMiniBatch() {
        // Categories only, so that the copy sent ahead leaves no trace in the statistics of numbers.
        LearnerSpec categories = LearnerSpecReader.read(Birdstrikes.yaml().replace("  month: {type: number}\n", ""));
        LearnerRun run = new LearnerRun(categories);
        List<byte[]> events = Birdstrikes.events(20 * batch);
        List<Prediction> alone = new ArrayList<>();
        List<Prediction> together = new ArrayList<>();
        for (byte[] event : events) {
            run.predictions.clear();
            run.take(new String(event, UTF_8)
                    .replaceFirst(",\"labels\":\\{.*}}$", "}")
                    .getBytes(UTF_8));
            alone.addAll(run.predictions);
            run.predictions.clear();
            run.take(event);
            together.addAll(run.predictions);
        }
        assertThat(alone).hasSize(events.size());
        for (int i = 0; i < alone.size(); i++) {
            double[] one = alone.get(i).outputs();
            double[] other = together.get(i).outputs();
            for (int o = 0; o < one.length; o++) {
                assertThat(other[o]).isCloseTo(one[o], within(1e-6 * Math.max(1, Math.abs(one[o]))));
            }
        }
    }

    @Test
    void brokenRecordsAreCountedAndChangeNothingElse() {
        List<byte[]> events = Birdstrikes.events(200);
        LearnerRun clean = new LearnerRun(spec).take(events);
        LearnerRun disturbed = new LearnerRun(spec);
        for (int i = 0; i < events.size(); i++) {
            disturbed.take(events.get(i));
            disturbed.take(("{\"id\":\"x\",\"features\":{\"month\":" + (i % 2 == 0 ? "1e999" : "\"May\"") + "}}")
                    .getBytes(UTF_8));
        }

        assertThat(disturbed.weights()).isEqualTo(clean.weights());
        assertThat(outputs(disturbed)).isEqualTo(outputs(clean));
        assertThat(disturbed.learner.metrics()).isEqualTo(clean.learner.metrics());
        assertThat(disturbed.learner.rejected(Reason.NOT_FINITE)).isEqualTo(100);
        assertThat(disturbed.learner.rejected(Reason.WRONG_TYPE)).isEqualTo(100);
    }

    @Test
    void goesOnBitForBitFromAnyPointItWasSavedAt() {
        List<byte[]> events = Birdstrikes.events(300);
        LearnerRun undisturbed = new LearnerRun(spec).take(events);
        long seed = 4;
        SplittableRandom random = new SplittableRandom(seed);
        for (int n = 0; n < 8; n++) {
            int cut = random.nextInt(events.size());
            LearnerRun before = new LearnerRun(spec).take(events.subList(0, cut));
            Learner successor = restored(spec, before.learner);
            LearnerRun after = new LearnerRun(spec, successor).take(events.subList(cut, events.size()));

            assertThat(after.weights()).as("seed %d cut %d", seed, cut).isEqualTo(undisturbed.weights());
            assertThat(after.learner.metrics()).isEqualTo(undisturbed.learner.metrics());
            assertThat(after.learner.waiting()).isEqualTo(undisturbed.learner.waiting());
            before.predictions.addAll(after.predictions);
            assertThat(outputs(before)).isEqualTo(outputs(undisturbed));
        }
    }

    @Test
    void lingerCutsTheMiniBatchInEventTime() {
        LearnerSpec lingering =
                LearnerSpecReader.read(Birdstrikes.yaml().replaceFirst("batch: .*", "batch: {size: 16, linger: 1m}"));
        LearnerRun run = new LearnerRun(lingering);
        run.take(labelled("a", 1_000));
        run.take(labelled("b", 60_999));
        assertThat(run.predictions).isEmpty();

        run.take(labelled("c", 61_000));

        assertThat(run.predictions).extracting(Prediction::id).containsExactly("a", "b");
        assertThat(run.learner.waiting()).isEqualTo(1);
        run.take(unlabelled("no time, no linger"));
        assertThat(run.learner.waiting()).isEqualTo(1);
    }

    @Test
    void metricsAndCheckpointsComeWhenTheyAreDue() {
        LearnerSpec often =
                LearnerSpecReader.read(Birdstrikes.yaml() + "metrics: {every: 32}\ncheckpoints: {every: 48}\n");
        LearnerRun run = new LearnerRun(often).take(Birdstrikes.events(96));

        assertThat(run.metrics).hasSize(3 * 3);
        assertThat(run.metrics.get(8).events()).isEqualTo(96);
        assertThat(run.checkpoints).hasSize(2);
        assertThat(run.checkpoints.get(1).model().version()).isEqualTo(2);
        assertThat(run.checkpoints.get(1).offsets()).isEqualTo(Map.of(Source.EVENTS, 95L));
        assertThat(run.checkpoints.get(1).weightsChecksum()).isEqualTo(run.weights());
        assertThat(run.predictions.get(95).model().version()).isEqualTo(1);
    }

    @Test
    void endOfAFilePredictsWhatWaitsAndLearnsNothing() {
        LearnerRun run = new LearnerRun(spec).take(Birdstrikes.events(batch + 3));
        String weights = run.weights();

        run.learner.finish(run);

        assertThat(run.predictions).hasSize(batch + 3);
        assertThat(run.weights()).isEqualTo(weights);
        assertThat(run.learner.metrics().get(0).labels()).isEqualTo(batch + 3);
    }

    @Test
    void aLabelThatWouldThrowTheNetworkOffTeachesNothing() {
        LearnerSpec counts = LearnerSpecReader.read(
                """
                name: counts
                features: {x: {type: number}}
                tasks: {y: {type: regression, loss: poisson}, z: {type: binary}}
                batch: {size: 2}
                """);
        LearnerRun run = new LearnerRun(counts);
        run.take(counted(1, "4")).take(counted(2, "5"));
        String weights = run.weights();

        run.take(counted(3, "1e25")).take(counted(4, "3"));

        assertThat(run.weights()).isEqualTo(weights);
        assertThat(run.refused).containsExactly("3@2", "4@3");
        assertThat(run.learner.rejected(Reason.DIVERGED)).isEqualTo(2);
        assertThat(run.learner.examples()).isEqualTo(2);
        assertThat(run.learner.refusedInARow()).isEqualTo(1);
        run.take(counted(5, "4")).take(counted(6, "4"));
        assertThat(run.weights()).isNotEqualTo(weights);
        assertThat(run.learner.refusedInARow()).isZero();
        run.take(counted(7, "-1"));
        assertThat(run.learner.rejected(Reason.OUT_OF_RANGE)).isEqualTo(1);
    }

    @Test
    void hugeWeightsOfABagStayFinite() {
        LearnerSpec bags = LearnerSpecReader.read(
                "{name: bags, features: {b: {type: bag, buckets: 2}}, tasks: {y: {type: binary}}, batch: {size: 1}}");
        LearnerRun run = new LearnerRun(bags);
        for (int i = 0; i < 5; i++) {
            run.take(
                    "{\"id\":\"1\",\"features\":{\"b\":{\"a\":3e38,\"b\":3e38,\"c\":3e38,\"d\":-3e38}},\"labels\":{\"y\":1}}"
                            .getBytes(UTF_8));
        }

        assertThat(run.refused).isEmpty();
        assertThat(run.predictions).hasSize(5).allSatisfy(p -> assertThat(p.outputs()[0])
                .isFinite());
    }

    @Test
    void damagedStateIsRefused() {
        Learner learner = new LearnerRun(spec).take(Birdstrikes.events(100)).learner;
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        for (int n = 0; n < 60; n++) {
            int damagedBlock = random.nextInt(learner.state().blocks());
            boolean truncate = random.nextBoolean();
            IntFunction<byte[]> blocks = block -> {
                byte[] record = block(learner, block);
                if (block != damagedBlock) {
                    return record;
                }
                if (truncate) {
                    return java.util.Arrays.copyOf(record, random.nextInt(record.length));
                }
                record[random.nextInt(record.length)] ^= (byte) (1 << random.nextInt(8));
                return record;
            };
            assertThatThrownBy(() -> new Learner(spec, 0).restore(blocks, learner::waitingExample))
                    .as("seed %d case %d", seed, n)
                    .isInstanceOf(InvalidStateException.class);
        }
    }

    @Test
    void blocksOfDifferentMomentsAreRefused() {
        LearnerRun run = new LearnerRun(spec).take(Birdstrikes.events(100));
        List<byte[]> older = new ArrayList<>();
        for (int block = 0; block < run.learner.state().blocks(); block++) {
            older.add(block(run.learner, block));
        }
        run.take(Birdstrikes.events(batch));
        int changed = 0;
        for (int block = 0; block < older.size(); block++) {
            int mixed = block;
            if (Arrays.equals(older.get(block), block(run.learner, block))) {
                continue; // what no event of these touched is of both moments
            }
            changed++;
            assertThatThrownBy(() -> new Learner(spec, 0)
                            .restore(
                                    b -> b == mixed ? older.get(b) : block(run.learner, b),
                                    run.learner::waitingExample))
                    .isInstanceOf(InvalidStateException.class);
        }
        assertThat(changed).isGreaterThan(1);
    }

    private static Learner restored(LearnerSpec spec, Learner from) {
        Learner learner = new Learner(spec, 0);
        learner.restore(block -> block(from, block), from::waitingExample);
        return learner;
    }

    private static byte[] block(Learner learner, int block) {
        byte[] record = new byte[learner.state().size(block)];
        learner.state().write(block, record);
        return record;
    }

    private static List<List<Double>> outputs(LearnerRun run) {
        return run.predictions.stream()
                .map(p -> java.util.Arrays.stream(p.outputs()).boxed().toList())
                .toList();
    }

    private static double value(LearnerRun run, String task, String metric) {
        return requireNonNull(metrics(run, task).run().get(metric));
    }

    private static double baseline(LearnerRun run, String task, String baseline, String metric) {
        return requireNonNull(
                requireNonNull(metrics(run, task).baselines().get(baseline)).get(metric));
    }

    private static TaskMetrics metrics(LearnerRun run, String task) {
        return run.learner.metrics().stream()
                .filter(m -> m.task().equals(task))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] counted(int id, String count) {
        return ("{\"id\":\"" + id + "\",\"features\":{\"x\":" + id + "},\"labels\":{\"y\":" + count + ",\"z\":true}}")
                .getBytes(UTF_8);
    }

    private static byte[] unlabelled(String id) {
        return ("{\"id\":\"" + id + "\",\"features\":{\"airport\":\"X\"}}").getBytes(UTF_8);
    }

    private static byte[] labelled(String id, long time) {
        return ("{\"id\":\"" + id + "\",\"time\":" + time
                        + ",\"features\":{\"airport\":\"X\"},\"labels\":{\"damage\":true}}")
                .getBytes(UTF_8);
    }
}

package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.EventReader;
import io.mainstem.event.TransferGain;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinsTest {

    /** A trunk of one unit, for two tasks that depend on different features. */
    private static final String CONTRADICTORY =
            """
            name: contradictory
            features: {a: {type: number}, b: {type: number}}
            tasks: {one: {type: regression}, other: {type: regression, weight: 2}}
            trunk: {layers: [1], activation: tanh}
            optimizer: {type: adam, learningRate: 0.01}
            batch: {size: 8}
            metrics: {window: 4000}
            seed: %d
            twins: {cost: 10, reaction: %s}
            """;

    private static final String MIXED =
            """
            name: mixed
            features: {a: {type: number}, b: {type: number}, c: {type: category, buckets: 16}}
            tasks:
              yes: {type: binary}
              much: {type: regression, outputs: 2, hidden: [3]}
              which: {type: multiclass, classes: [p, q, r]}
              group: {type: clustering, k: 2}
            trunk: %s
            balancer: {type: %s}
            batch: {size: 6}
            metrics: {every: 100, window: 100}
            checkpoints: {every: 200}
            seed: 3
            %s
            """;

    private static List<byte[]> contradictory(long seed, int count) {
        Random random = new Random(seed);
        List<byte[]> events = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            events.add(json(
                    "{\"id\":\"%d\",\"features\":{\"a\":%f,\"b\":%f},\"labels\":{\"one\":%f,\"other\":%f}}",
                    n, a, b, a + 0.3 * random.nextGaussian(), b + 0.3 * random.nextGaussian()));
        }
        return events;
    }

    /** Each task lacks labels of its own. */
    private static List<byte[]> mixed(long seed, int count) {
        Random random = new Random(seed);
        List<byte[]> events = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            List<String> labels = new ArrayList<>();
            if (random.nextInt(3) > 0) {
                labels.add("\"yes\":" + (a + b > 0));
            }
            if (random.nextInt(3) > 0) {
                labels.add(String.format(Locale.ROOT, "\"much\":[%f,%f]", 100 + a, 20 * b));
            }
            if (random.nextInt(3) == 0) {
                labels.add("\"which\":\"" + "pqr".charAt(random.nextInt(a > 0 ? 2 : 3)) + "\"");
            }
            events.add(json(
                    "{\"id\":\"%d\",\"features\":{\"a\":%f,\"b\":%f,\"c\":\"k%d\"},\"labels\":{%s}}",
                    n, a, b, n % 5, String.join(",", labels)));
        }
        return events;
    }

    private static byte[] json(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).getBytes(UTF_8);
    }

    private static TransferGain gain(LearnerRun run, int task) {
        return requireNonNull(run.learner.metrics().get(task).insight().transfer());
    }

    private static LearnerSpec mixed(String trunk, String balancer, String twins) {
        return LearnerSpecReader.read(MIXED.formatted(trunk, balancer, twins));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void contradictoryTasksPay(long seed) {
        LearnerSpec spec = LearnerSpecReader.read(CONTRADICTORY.formatted(seed, "none"));
        LearnerRun run = new LearnerRun(spec).take(contradictory(seed, 20_000));

        assertThat(gain(run, 0).share()).isEqualTo(1);
        assertThat(gain(run, 0).labels()).isBetween(19_900L, 20_000L);
        assertThat(Math.min(gain(run, 0).high(), gain(run, 1).high()))
                .as("seed %d: %s", seed, run.learner.metrics())
                .isNegative();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theTaskThatPaysComesToItsTwinOnceTheOtherIsLeftOut(long seed) {
        LearnerSpec spec = LearnerSpecReader.read(CONTRADICTORY.formatted(seed, "leaveOut"));
        LearnerRun run = new LearnerRun(spec).take(contradictory(seed, 60_000));

        TransferGain one = gain(run, 0);
        TransferGain other = gain(run, 1);
        assertThat(one.leftOut()).as("seed %d: %s, %s", seed, one, other).isNotEqualTo(other.leftOut());
        assertThat((one.leftOut() ? other : one).recentGain())
                .as("seed %d", seed)
                .isGreaterThanOrEqualTo(-0.01);
    }

    /** As in a field of mines: each event is of one of many tasks, which have much in common. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mostOfManyRelatedTasksGain(long seed) {
        int tasks = 20;
        StringBuilder file = new StringBuilder("name: related\nfeatures: {x: {type: vector, size: 6}}\ntasks:\n");
        for (int t = 0; t < tasks; t++) {
            file.append("  t").append(t).append(": {type: binary}\n");
        }
        file.append("trunk: {layers: [16]}\nbatch: {size: 1}\ntwins: {cost: 50}\n");
        file.append("optimizer: {type: adam, learningRate: 0.003}\n");
        LearnerRun run = new LearnerRun(LearnerSpecReader.read(file.toString()));
        Random random = new Random(seed);
        for (int n = 0; n < 10_000; n++) {
            double[] x = random.doubles(6, -1, 1).toArray();
            int task = random.nextInt(tasks);
            double logit = 4 * x[0] * x[1] + 3 * x[2] - 2 * x[3] * x[3] + x[task % 6];
            boolean label = random.nextDouble() < 1 / (1 + Math.exp(-2 * logit));
            run.take(json(
                    "{\"id\":\"%d\",\"features\":{\"x\":%s},\"labels\":{\"t%d\":%s}}",
                    n, Arrays.toString(x), task, label));
        }
        List<TransferGain> gains =
                IntStream.range(0, tasks).mapToObj(t -> gain(run, t)).toList();
        assertThat(gains.stream().filter(each -> each.gain() > 0))
                .as("seed %d", seed)
                .hasSizeGreaterThan(tasks / 2);
        assertThat(gains.stream().filter(each -> each.low() > 0))
                .as("seed %d", seed)
                .hasSizeGreaterThan(tasks / 2);
    }

    @Test
    void theJointNetworkLearnsAsWithoutTwins() {
        for (String balancer : List.of("static", "pcgrad")) {
            List<byte[]> events = mixed(1, 1500);
            String without = new LearnerRun(mixed("{layers: [8]}", balancer, ""))
                    .take(events)
                    .weights();
            for (String cost : List.of("0.3", "9")) {
                LearnerRun run = new LearnerRun(mixed("{layers: [8]}", balancer, "twins: {cost: %s}".formatted(cost)));
                assertThat(run.take(events).weights()).isEqualTo(without);
                assertThat(gain(run, 0).labels()).isPositive();
                assertThat(run.learner.metrics().get(3).insight().transfer()).isNull();
            }
        }
    }

    @Test
    void aFractionOfTheCostBuysAShareOfTheMiniBatches() {
        List<byte[]> events = mixed(2, 3000);
        double last = 0;
        for (String cost : List.of("0.1", "0.2", "0.4", "0.8")) {
            LearnerRun run = new LearnerRun(mixed("{layers: [8]}", "static", "twins: {cost: %s}".formatted(cost)));
            double share = gain(run.take(events), 0).share();
            assertThat(share).isBetween(1.5 * last, 0.95).isPositive();
            last = share;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{layers: [2]}",
                "{type: mmoe, experts: 2, layers: [2]}",
                "{type: ple, levels: 2, sharedExperts: 1, layers: [2]}"
            })
    void goesOnFromASavedState(String trunk) {
        for (String twins : List.of("{cost: 0.5, reaction: leaveOut}", "{cost: 20, reaction: leaveOut}")) {
            LearnerSpec spec = mixed(trunk, "gradnorm", "twins: " + twins);
            List<byte[]> events = mixed(3, 3000);
            LearnerRun undisturbed = new LearnerRun(spec).take(events);
            LearnerRun first = new LearnerRun(spec).take(events.subList(0, 1501));
            LearnerRun second =
                    new LearnerRun(spec, SavedLearner.of(first.learner).restored(spec));
            for (int n = 1501; n < 3000; n++) {
                second.take(events.get(n), EventReader.NO_TIMESTAMP, n);
            }

            assertThat(second.learner.metrics()).isEqualTo(undisturbed.learner.metrics());
            assertThat(SavedLearner.of(second.learner).blocks())
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(SavedLearner.of(undisturbed.learner).blocks());
        }
    }

    @Test
    void whoIsLeftOutStaysSoInASavedState() {
        LearnerSpec spec = LearnerSpecReader.read(CONTRADICTORY.formatted(1, "leaveOut"));
        List<byte[]> events = contradictory(1, 30_000);
        LearnerRun undisturbed = new LearnerRun(spec).take(events);
        assertThat(gain(undisturbed, 0).leftOut() || gain(undisturbed, 1).leftOut())
                .isTrue();
        Learner restored = SavedLearner.of(undisturbed.learner).restored(spec);
        List<byte[]> more = contradictory(2, 1000);
        assertThat(new LearnerRun(spec, restored).take(more).weights())
                .isEqualTo(undisturbed.take(more).weights());
    }

    @Test
    void withoutTheReactionAllShapeTheTrunkAgain() {
        LearnerRun run = new LearnerRun(LearnerSpecReader.read(CONTRADICTORY.formatted(1, "leaveOut")))
                .take(contradictory(1, 30_000));
        assertThat(gain(run, 0).leftOut() || gain(run, 1).leftOut()).isTrue();

        LearnerSpec none = LearnerSpecReader.read(CONTRADICTORY.formatted(1, "none"));
        LearnerRun on = new LearnerRun(none, SavedLearner.of(run.learner).restored(none));

        assertThat(gain(on, 0).leftOut() || gain(on, 1).leftOut()).isFalse();
        assertThat(gain(on, 0).labels()).isEqualTo(gain(run, 0).labels());
    }

    /** What began apart cannot be compared: if one twin begins afresh, so do all. */
    @Test
    void aChangeOfOneStartsAllOfThemAfresh() {
        String twins = "twins: {cost: 0.5}";
        LearnerRun run = new LearnerRun(mixed("{layers: [8]}", "static", twins)).take(mixed(4, 500));
        assertThat(gain(run, 0).labels()).isPositive();
        String other =
                MIXED.formatted("{layers: [8]}", "static", twins).replaceFirst("metrics: .*", "metrics: {window: 77}");
        Learner learner = new Learner(LearnerSpecReader.read(other), 0);

        Restored restored = SavedLearner.of(run.learner).into(learner);

        assertThat(restored.notes()).contains("the twins start afresh");
        assertThat(learner.metrics()).allSatisfy(task -> {
            if (task.insight().transfer() != null) {
                assertThat(task.insight().transfer().labels()).isZero();
                assertThat(task.insight().transfer().share()).isEqualTo(1);
            }
        });
    }

    /** Switched on or off, they begin afresh and the rest goes on. */
    @Test
    void aStateWithoutTwinsFitsALearnerThatHasThem() {
        LearnerSpec without = mixed("{layers: [8]}", "static", "");
        LearnerSpec with = mixed("{layers: [8]}", "static", "twins: {cost: 9}");
        LearnerRun run = new LearnerRun(without).take(mixed(4, 500));
        Learner learner = new Learner(with, 0);
        SavedLearner.of(run.learner).into(learner);
        assertThat(learner.checkpoint().weightsChecksum()).isEqualTo(run.weights());
        LearnerRun on = new LearnerRun(with, learner).take(mixed(5, 500));
        assertThat(gain(on, 0).labels()).isBetween(200L, 400L);
        Learner off = new Learner(without, 0);
        SavedLearner.of(on.learner).into(off);
        assertThat(off.checkpoint().weightsChecksum()).isEqualTo(on.weights());
    }
}

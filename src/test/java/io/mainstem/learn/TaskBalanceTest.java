package io.mainstem.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.Row;
import io.mainstem.event.TaskMetrics;
import io.mainstem.network.Network;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskBalanceTest {

    private static final long SEED = 20261124;

    private static LearnerSpec spec(String balancer) {
        return LearnerSpecReader.read(
                """
                name: alike
                features: {x: {type: vector, size: 4}}
                tasks:
                  up:    {type: binary, weight: 2}
                  also:  {type: binary}
                  noise: {type: binary}
                  never: {type: binary}
                trunk: {layers: [8]}
                balancer: {type: %s}
                batch: {size: 4}
                """
                        .formatted(balancer));
    }

    /** Two tasks with the same labels, and one that has nothing to do with them. */
    private static LearnerRun run(String balancer, int events) {
        SplittableRandom random = new SplittableRandom(SEED);
        LearnerRun run = new LearnerRun(spec(balancer));
        for (int e = 0; e < events; e++) {
            double x = random.nextDouble() - 0.5;
            run.take(
                    """
                    {"id":"%d","features":{"x":[%s,%s,%s,1]},"labels":{"up":%b,"also":%b,"noise":%b}}
                    """
                            .formatted(
                                    e, x, random.nextDouble(), random.nextDouble(), x > 0, x > 0, random.nextBoolean())
                            .getBytes(UTF_8));
        }
        return run;
    }

    /** The last three compare gradients on a sample of the steps only. */
    @ParameterizedTest
    @CsvSource({"pcgrad, 400", "gradnorm, 400", "static, 16000", "uncertainty, 16000", "famo, 16000"})
    void tellsTasksThatAgreeFromThoseThatDoNot(String balancer, int events) {
        TaskMetrics up = run(balancer, events).learner.metrics().get(0);

        assertThat(up.gradientCosines()).containsOnlyKeys("also", "noise");
        assertThat(up.gradientCosines().get("also")).isBetween(0.3, 1.0);
        assertThat(up.gradientCosines().get("noise")).isBetween(-0.2, 0.2);
    }

    @Test
    void isTheSameFromBothSides() {
        LearnerRun run = run("pcgrad", 40);

        assertThat(run.learner.metrics().get(2).gradientCosines().get("up"))
                .isEqualTo(run.learner.metrics().get(0).gradientCosines().get("noise"));
    }

    @Test
    void tellsTheWeightsInUse() {
        LearnerRun given = run("static", 40);
        assertThat(given.learner.metrics()).extracting(TaskMetrics::weight).containsExactly(2.0, 1.0, 1.0, Double.NaN);

        LearnerRun learned = run("gradnorm", 40);
        assertThat(learned.learner.metrics().get(0).weight()).isNotEqualTo(2.0).isPositive();
    }

    @Test
    void goesOnFromItsBytes() {
        LearnerSpec spec = spec("pcgrad");
        Network network = new Network(spec, 4, 4, 4);
        SplittableRandom random = new SplittableRandom(SEED);
        TaskBalance before = new TaskBalance(spec.tasks());
        for (int n = 0; n < 20; n++) {
            learn(network, random);
            before.observe(network);
        }
        ByteBuffer bytes = ByteBuffer.allocate(before.stateBytes());
        before.write(bytes);
        assertThat(bytes.hasRemaining()).isFalse();

        TaskBalance after = new TaskBalance(spec.tasks());
        after.read(bytes.flip());
        assertAlike(after, before);
        learn(network, random);
        before.observe(network);
        after.observe(network);
        assertAlike(after, before);
    }

    private static void learn(Network network, SplittableRandom random) {
        MiniBatch batch = new MiniBatch(1, 4, 4, 4);
        float[] x = {random.nextFloat(), random.nextFloat(), random.nextFloat(), 1};
        batch.add(new Row(x, new int[0], new float[0]));
        for (int t = 0; t < 3; t++) {
            batch.label(0, t, t, random.nextInt(2));
        }
        network.forward(batch);
        network.step(batch);
    }

    private static void assertAlike(TaskBalance one, TaskBalance other) {
        for (int t = 0; t < 4; t++) {
            assertThat(one.weight(t)).isEqualTo(Double.valueOf(other.weight(t)));
            assertThat(one.gradientCosines(t))
                    .isEqualTo(other.gradientCosines(t))
                    .hasSize(t < 3 ? 2 : 0);
        }
    }

    @Test
    void aLearnerGoesOnFromItsBytes() {
        LearnerRun before = run("pcgrad", 40);
        Learner after = SavedLearner.of(before.learner).restored(spec("pcgrad"));
        assertThat(after.metrics()).isEqualTo(before.learner.metrics());
    }
}

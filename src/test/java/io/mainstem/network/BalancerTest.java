package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Balancers at the ends of what losses and gradients can be. */
class BalancerTest {

    private static final List<TaskSpec> TASKS = List.of(Specs.binary("one"), Specs.binary("other"));

    private static TaskLosses losses(double... each) {
        TaskLosses losses = new TaskLosses(each.length);
        for (int t = 0; t < each.length; t++) {
            losses.set(t, 4, each[t], 0);
        }
        return losses;
    }

    private static double[] weights(Balancer balancer, TaskLosses losses) {
        double[] weights = new double[losses.tasks()];
        balancer.weigh(losses, weights);
        return weights;
    }

    private static double[] afterSteps(int steps, BalancerSpec spec, TaskLosses before, TaskLosses after) {
        Balancer balancer = Balancer.of(spec, TASKS);
        for (int i = 0; i < steps; i++) {
            weights(balancer, before);
            balancer.learn(before, after);
        }
        return weights(balancer, before);
    }

    @Test
    void uncertaintyTrustsAQuietTaskOnlySoFar() {
        TaskLosses losses = losses(0, 1);
        double[] weights = afterSteps(100_000, new BalancerSpec.Uncertainty(0.025), losses, losses);
        assertThat(weights[0]).isBetween(10.0, 30.0);
        assertThat(weights[1]).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void uncertaintyComesBackFromAnAbsurdLoss() {
        Balancer balancer = Balancer.of(new BalancerSpec.Uncertainty(0.025), TASKS);
        TaskLosses absurd = losses(1e11, 1);
        balancer.learn(absurd, absurd);
        TaskLosses tame = losses(1, 1);
        for (int i = 0; i < 500; i++) {
            balancer.learn(tame, tame);
        }
        assertThat(weights(balancer, tame)[0]).isBetween(0.3, 0.6);
    }

    @Test
    void gradNormSharesOutNothingWhereThereIsNoGradient() {
        TaskLosses losses = losses(0, 1);
        assertThat(afterSteps(10, new BalancerSpec.GradNorm(0.1, 10), losses, losses))
                .containsExactly(1, 1);
    }

    @Test
    void famoTurnsToTheTaskThatImprovesLeast() {
        TaskLosses before = losses(1, 1);
        double[] weights = afterSteps(100, new BalancerSpec.Famo(0.025, 0.001), before, losses(0.99, 0.999));
        assertThat(weights[1] / weights[0]).isGreaterThan(5);
        assertThat(weights[0] + weights[1]).isCloseTo(1, within(1e-9));
    }

    @Test
    void famoLeavesSomethingBesideAQuietTask() {
        TaskLosses losses = losses(1e-12, 1);
        double[] weights = afterSteps(100, new BalancerSpec.Famo(0.025, 0.001), losses, losses);
        assertThat(weights[1]).isGreaterThan(5e-3);
    }

    @Test
    void famoWithTheStrongestDecayStaysWhereItIs() {
        TaskLosses before = losses(1, 1);
        double[] weights = afterSteps(1000, new BalancerSpec.Famo(0.025, 1e9), before, losses(0.99, 0.999));
        assertThat(weights[0]).isCloseTo(0.5, within(0.05));
    }

    @Test
    void balancersSeePoissonsLossAboveItsLeast() {
        Loss poisson = ValueLoss.of(new RegressionLoss.Poisson(), 2);
        float[] counts = {7, 0};
        float[] z = {(float) Math.log(7), -80};
        double[] predictions = new double[2];
        poisson.predict(z, 0, predictions, 0);
        double best = poisson.of(z, 0, predictions, 0, counts, 0, new float[2]);
        assertThat(best).isNegative();
        assertThat(poisson.least(counts, 0)).isCloseTo(best, within(1e-6));

        TaskLosses losses = new TaskLosses(1);
        losses.set(0, 1, best + 0.25, poisson.least(counts, 0));
        assertThat(losses.excess(0)).isCloseTo(0.25, within(1e-6));
        assertThat(losses.loss(0)).isCloseTo(best + 0.25, within(1e-12));
    }

    /** Where the label is far away, the slope is bounded and still the loss's derivative. */
    @Test
    void poissonsSlopeIsBoundedAndThatOfItsLoss() {
        Loss poisson = ValueLoss.of(new RegressionLoss.Poisson(), 1);
        for (float y : new float[] {0, 3, 90, 150, 20_000, 1e9f}) {
            for (float z = -20; z <= 90; z += 0.5f) {
                float[] slope = new float[1];
                double loss = loss(poisson, z, y, slope);
                assertThat(loss - poisson.least(new float[] {y}, 0)).isGreaterThan(-1e-5 * (1 + Math.abs(loss)));
                assertThat(slope[0]).isBetween(-100f, 100f);
                float step = 0x1p-10f;
                double difference = loss(poisson, z + step, y, new float[1]) - loss(poisson, z - step, y, new float[1]);
                assertThat(difference / (2 * step))
                        .as("at %s, label %s", z, y)
                        .isCloseTo(slope[0], within(1e-3 + 1e-3 * Math.abs(slope[0]) + 1e-11 * Math.abs(loss)));
            }
        }
    }

    private static double loss(Loss loss, float z, float y, float[] slope) {
        double[] prediction = new double[1];
        loss.predict(new float[] {z}, 0, prediction, 0);
        assertThat(prediction[0]).isFinite();
        return loss.of(new float[] {z}, 0, prediction, 0, new float[] {y}, 0, slope);
    }

    @Test
    void pcGradProjectsOffAGradientThatIsNextToNothing() {
        Parameter trunk = new Parameter("w", Parameter.Form.VECTOR, Matrix.zeros(2, 1), Matrix.zeros(2, 1), null);
        TaskGradients gradients = new TaskGradients(List.of(trunk), List.of(), 2);
        gradients.begin(new MiniBatch(1, 1, 1, 2));
        keep(gradients, trunk, 0, 3, 4);
        keep(gradients, trunk, 1, -1e-39f, 0);
        Balancer.of(new BalancerSpec.PcGrad(), TASKS).combine(gradients, losses(1, 1));
        gradients.putSum();
        float[] sum = new float[2];
        trunk.gradient().read(0, sum, 2);
        assertThat(sum[0]).isCloseTo(0, within(1e-6f));
        assertThat(sum[1]).isCloseTo(4, within(1e-6f));
    }

    private static void keep(TaskGradients gradients, Parameter trunk, int task, float... gradient) {
        trunk.gradient().write(0, gradient, gradient.length);
        trunk.reach(4);
        gradients.keep(task, true);
    }
}

package io.mainstem.network;

import io.mainstem.spec.Activation;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.LayerSpec;
import io.mainstem.spec.LearningRateSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.ScheduleSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Parts of learners at random. */
final class RandomSpecs {

    static final int TASK_KINDS = 9;

    private RandomSpecs() {}

    static List<TaskSpec> tasks(RandomGenerator random) {
        List<TaskSpec> tasks = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int t = 0; t < count; t++) {
            tasks.add(task("t" + t, random.nextInt(TASK_KINDS), random));
        }
        return tasks;
    }

    static TaskSpec task(String name, int kind, RandomGenerator random) {
        List<LayerSpec> hidden = layers(random, 0, 2);
        double weight = 0.5 + random.nextDouble();
        int n = 2 + random.nextInt(3);
        TaskSpec.Reduction reduction = random.nextBoolean() ? TaskSpec.Reduction.MEAN : TaskSpec.Reduction.SUM;
        return switch (kind) {
            case 0 -> new TaskSpec.Binary(name, weight, hidden, reduction);
            case 1 -> new TaskSpec.Multiclass(name, Specs.names(n), weight, hidden, reduction);
            case 2 -> new TaskSpec.Multilabel(name, Specs.names(n), weight, hidden, reduction);
            case 3 -> new TaskSpec.Regression(name, n, new RegressionLoss.Squared(), weight, hidden, reduction);
            case 4 -> new TaskSpec.Regression(name, n, new RegressionLoss.Huber(0.7), weight, hidden, reduction);
            case 5 -> new TaskSpec.Regression(name, 1, new RegressionLoss.Quantile(0.8), weight, hidden, reduction);
            case 6 -> new TaskSpec.Regression(name, 1, new RegressionLoss.Poisson(), weight, hidden, reduction);
            case 7 -> new TaskSpec.Clustering(name, n, 0.9, weight, /* shapesTrunk= */ true);
            default -> new TaskSpec.Clustering(name, n, 0.9, weight, /* shapesTrunk= */ false);
        };
    }

    static TrunkSpec trunk(RandomGenerator random) {
        List<LayerSpec> layers = layers(random, 1, 2);
        return switch (random.nextInt(3)) {
            case 0 -> new TrunkSpec.Mlp(layers);
            case 1 -> new TrunkSpec.Mmoe(1 + random.nextInt(3), layers);
            default -> new TrunkSpec.Ple(1 + random.nextInt(3), 1 + random.nextInt(2), 1 + random.nextInt(2), layers);
        };
    }

    static List<LayerSpec> layers(RandomGenerator random, int fewest, int most) {
        List<LayerSpec> layers = new ArrayList<>();
        int n = fewest + random.nextInt(most - fewest + 1);
        for (int k = 0; k < n; k++) {
            layers.add(layer(random));
        }
        return layers;
    }

    static LayerSpec layer(RandomGenerator random) {
        Activation[] all = Activation.values();
        return Specs.layer(2 + random.nextInt(5), all[random.nextInt(all.length)]);
    }

    /** With biases of 0, a layer over a dead one stands at the kink of its activation, where no difference tells the slope. */
    static void awayFromKinks(Parameters parameters, RandomGenerator random) {
        for (String name : parameters.names()) {
            if (name.endsWith(".b")) {
                float[] biases = parameters.values(name);
                for (int i = 0; i < biases.length; i++) {
                    biases[i] = (float) (random.nextDouble() - 0.5);
                }
                parameters.assign(name, biases);
            }
        }
    }

    static OptimizerSpec optimizer(RandomGenerator random) {
        LearningRateSpec rate = new LearningRateSpec(0.02, random.nextInt(4), new ScheduleSpec.Exponential(5, 0.5));
        double clip = random.nextBoolean() ? Double.POSITIVE_INFINITY : 0.5;
        // A large epsilon, as a step by the sign of a tiny gradient magnifies its rounding.
        double epsilon = 0.01;
        return switch (random.nextInt(6)) {
            case 0 -> new OptimizerSpec.Sgd(rate, clip, 0, false);
            case 1 -> new OptimizerSpec.Sgd(rate, clip, 0.9, random.nextBoolean());
            case 2 -> new OptimizerSpec.Adagrad(rate, clip, epsilon);
            case 3 -> new OptimizerSpec.RmsProp(rate, clip, 0.9, epsilon);
            case 4 -> new OptimizerSpec.Adam(rate, clip, 0.9, 0.99, epsilon);
            default -> new OptimizerSpec.AdamW(rate, clip, 0.9, 0.99, epsilon, 0.1);
        };
    }

    static BalancerSpec balancer(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> new BalancerSpec.Static();
            case 1 -> new BalancerSpec.Uncertainty(0.1);
            case 2 -> new BalancerSpec.GradNorm(0.1, 1.5);
            case 3 -> new BalancerSpec.PcGrad();
            default -> new BalancerSpec.Famo(0.3, 0.01);
        };
    }
}

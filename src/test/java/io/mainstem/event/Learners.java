package io.mainstem.event;

import io.mainstem.spec.Activation;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.BatchSpec;
import io.mainstem.spec.CheckpointSpec;
import io.mainstem.spec.EventSpec;
import io.mainstem.spec.FeatureSpec;
import io.mainstem.spec.LabelsSpec;
import io.mainstem.spec.LayerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.MetricsSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.RegularizationSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TopicNames;
import io.mainstem.spec.TrunkSpec;
import java.time.Duration;
import java.util.List;

/** Learners whose records the tests read and write. */
final class Learners {

    static final int MAX_BYTES = 4096;

    private Learners() {}

    static LearnerSpec learner(List<FeatureSpec> features, List<TaskSpec> tasks) {
        return new LearnerSpec(
                "test",
                features,
                tasks,
                new TrunkSpec.Mlp(List.of(new LayerSpec(4, Activation.RELU))),
                new OptimizerSpec.Adam(0.001, Double.POSITIVE_INFINITY, 0.9, 0.999, 1e-8),
                new BalancerSpec.Static(),
                new RegularizationSpec(0, 0),
                new BatchSpec(16, null),
                new MetricsSpec(100, 1000),
                new CheckpointSpec(1000, 10),
                new EventSpec(MAX_BYTES, Duration.ofDays(1)),
                LabelsSpec.NONE,
                TopicNames.defaults(),
                7);
    }

    /** A feature and a task of every type. */
    static LearnerSpec everyType() {
        return learner(
                List.of(
                        new FeatureSpec.Numeric("month"),
                        new FeatureSpec.Category("airport", 256),
                        new FeatureSpec.Category("night", 256),
                        new FeatureSpec.Text("remarks", 4096),
                        new FeatureSpec.Bag("words", 2048),
                        new FeatureSpec.Bag("terms", 2048),
                        new FeatureSpec.Vector("spectrum", 3)),
                List.of(
                        binary("damage"),
                        multiclass("size", "Small", "Medium", "Large"),
                        regression("speed", 1),
                        multilabel("topics", "Hardware", "Linux", "BSD"),
                        regression("position", 2)));
    }

    static LearnerSpec birdstrikes() {
        return learner(
                List.of(
                        new FeatureSpec.Category("airport", 256),
                        new FeatureSpec.Category("aircraft", 256),
                        new FeatureSpec.Category("operator", 256),
                        new FeatureSpec.Category("state", 256),
                        new FeatureSpec.Category("phase", 256),
                        new FeatureSpec.Category("time_of_day", 256),
                        new FeatureSpec.Numeric("month")),
                List.of(multiclass("size", "Small", "Medium", "Large"), binary("damage"), regression("speed", 1)));
    }

    static TaskSpec binary(String name) {
        return new TaskSpec.Binary(name, 1, List.of(), TaskSpec.Reduction.MEAN);
    }

    static TaskSpec multiclass(String name, String... classes) {
        return new TaskSpec.Multiclass(name, List.of(classes), 1, List.of(), TaskSpec.Reduction.MEAN);
    }

    static TaskSpec multilabel(String name, String... labels) {
        return new TaskSpec.Multilabel(name, List.of(labels), 1, List.of(), TaskSpec.Reduction.MEAN);
    }

    static TaskSpec regression(String name, int outputs) {
        return new TaskSpec.Regression(
                name, outputs, new RegressionLoss.Squared(), 1, List.of(), TaskSpec.Reduction.MEAN);
    }
}

package io.mainstem.event;

import io.mainstem.spec.Activation;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.BatchSpec;
import io.mainstem.spec.CheckpointSpec;
import io.mainstem.spec.EpochUnit;
import io.mainstem.spec.EventSpec;
import io.mainstem.spec.FeatureSpec;
import io.mainstem.spec.LabelsSpec;
import io.mainstem.spec.LayerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.MetricsSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.Pointer;
import io.mainstem.spec.RecordShape;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.RegularizationSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TopicNames;
import io.mainstem.spec.TrunkSpec;
import io.mainstem.spec.WaitSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
                new CheckpointSpec(1000, null, 10),
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

    /** The same, for events of another shape. */
    static LearnerSpec shaped(LearnerSpec spec, RecordShape events) {
        return shaped(spec, events, spec.labels());
    }

    /** The same, waiting for labels of its first task. */
    static LearnerSpec waiting(LearnerSpec spec, RecordShape events, RecordShape labels) {
        LabelsSpec none = LabelsSpec.NONE;
        return shaped(
                spec,
                events,
                new LabelsSpec(
                        labels,
                        Map.of(spec.tasks().get(0).name(), new WaitSpec(Duration.ofHours(1), null)),
                        none.early(),
                        none.hold(),
                        none.late(),
                        none.second(),
                        none.remember()));
    }

    private static LearnerSpec shaped(LearnerSpec spec, RecordShape events, LabelsSpec labels) {
        return new LearnerSpec(
                spec.name(),
                spec.features(),
                spec.tasks(),
                spec.trunk(),
                spec.optimizer(),
                spec.balancer(),
                spec.regularization(),
                spec.batch(),
                spec.metrics(),
                spec.checkpoints(),
                new EventSpec(MAX_BYTES, Duration.ofDays(1), events, null),
                labels,
                spec.topics(),
                spec.seed());
    }

    /** A shape with millisecond times, every part by a pointer of its own. */
    static RecordShape shape(String id, String time, Map<String, String> features, Map<String, String> labels) {
        return new RecordShape(Pointer.of(id), Pointer.of(time), EpochUnit.MILLISECONDS, each(features), each(labels));
    }

    private static RecordShape.Parts each(Map<String, String> pointers) {
        return new RecordShape.Parts.Each(pointers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Pointer.of(entry.getValue()))));
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

package io.mainstem.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnerSpecReaderTest {

    @Test
    void aMinimalFileGetsTheDefaults() {
        LearnerSpec spec = LearnerSpecReader.read(LearnerFiles.MINIMAL);

        assertThat(spec)
                .isEqualTo(new LearnerSpec(
                        "minimal",
                        List.of(new FeatureSpec.Numeric("x")),
                        List.of(new TaskSpec.Binary("y", 1, List.of(), TaskSpec.Reduction.MEAN)),
                        new TrunkSpec.Mlp(List.of(new LayerSpec(64, Activation.RELU))),
                        new OptimizerSpec.Adam(0.001, Double.POSITIVE_INFINITY, 0.9, 0.999, 1e-8),
                        new BalancerSpec.Static(),
                        new RegularizationSpec(0, 0),
                        new BatchSpec(16, null),
                        new MetricsSpec(500, 1000),
                        new CheckpointSpec(1000, null, 10),
                        new EventSpec(1048576, Duration.ofDays(1)),
                        LabelsSpec.NONE,
                        TopicNames.defaults(),
                        1));
    }

    @Test
    void aRealFileIsRead() throws IOException {
        LearnerSpec spec = LearnerSpecReader.read(new StringReader(LearnerFiles.BIRDSTRIKES));

        assertThat(spec.features())
                .startsWith(new FeatureSpec.Category("airport", 256))
                .endsWith(new FeatureSpec.Numeric("month"))
                .extracting(FeatureSpec::name)
                .containsExactly("airport", "aircraft", "operator", "state", "phase", "time_of_day", "month");
        assertThat(spec.tasks())
                .containsExactly(
                        new TaskSpec.Multiclass(
                                "size", List.of("Small", "Medium", "Large"), 1, List.of(), TaskSpec.Reduction.MEAN),
                        new TaskSpec.Binary("damage", 1, List.of(), TaskSpec.Reduction.MEAN),
                        new TaskSpec.Regression(
                                "speed", 1, new RegressionLoss.Squared(), 1, List.of(), TaskSpec.Reduction.MEAN));
        assertThat(spec.seed()).isEqualTo(7);
    }

    @Test
    void everyKeyIsRead() {
        LearnerSpec spec = LearnerSpecReader.read(LearnerFiles.EVERY_KEY);

        assertThat(spec.name()).isEqualTo("every.key_1-a");
        assertThat(spec.features())
                .containsExactly(
                        new FeatureSpec.Numeric("number"),
                        new FeatureSpec.Category("category", 2),
                        new FeatureSpec.Bag("bag", 1048576),
                        new FeatureSpec.Text("text", 512),
                        new FeatureSpec.Vector("vector", 65536));
        assertThat(spec.tasks())
                .containsExactly(
                        new TaskSpec.Binary("binary", 0.5, layers(Activation.TANH, 16), TaskSpec.Reduction.SUM),
                        new TaskSpec.Multiclass(
                                "multiclass",
                                List.of("No", "1", "true", "2.50", "a b"),
                                2,
                                layers(Activation.GELU, 16, 8),
                                TaskSpec.Reduction.MEAN),
                        new TaskSpec.Multilabel("multilabel", List.of("only"), 3, List.of(), TaskSpec.Reduction.SUM),
                        new TaskSpec.Regression(
                                "squared",
                                3,
                                new RegressionLoss.Squared(),
                                0.001,
                                layers(Activation.SWISH, 4),
                                TaskSpec.Reduction.SUM),
                        regression("huber", new RegressionLoss.Huber(1.5)),
                        regression("quantile", new RegressionLoss.Quantile(0.9)),
                        regression("poisson", new RegressionLoss.Poisson()),
                        new TaskSpec.Clustering("clustering", 5, 0.9, 0.1, true));
        assertThat(spec.trunk()).isEqualTo(new TrunkSpec.Mlp(layers(Activation.LEAKYRELU, 64, 32)));
        assertThat(spec.optimizer())
                .isEqualTo(new OptimizerSpec.Adam(
                        new LearningRateSpec(0.01, 50, new ScheduleSpec.Step(70, 0.25)), 5, 0.8, 0.99, 1e-7));
        assertThat(spec.balancer()).isEqualTo(new BalancerSpec.GradNorm(0.1, 0.5));
        assertThat(spec.regularization()).isEqualTo(new RegularizationSpec(0.001, 0.01));
        assertThat(spec.batch()).isEqualTo(new BatchSpec(32, Duration.ofMillis(500)));
        assertThat(spec.metrics()).isEqualTo(new MetricsSpec(100, 200, 0.99, 0.05));
        assertThat(spec.drift())
                .isEqualTo(new DriftSpec(
                        DriftSpec.Detector.PAGE_HINKLEY, false, new DriftSpec.Reaction.RaiseLearningRate(3, 700)));
        assertThat(spec.intervals()).isEqualTo(new IntervalSpec.Adaptive(0.8, 500, 0.05));
        assertThat(spec.twins()).isEqualTo(new TwinSpec(0.5, TwinSpec.Reaction.LEAVE_OUT));
        assertThat(spec.checkpoints()).isEqualTo(new CheckpointSpec(300, Duration.ofHours(1), 5));
        assertThat(spec.events())
                .isEqualTo(new EventSpec(
                        8388608,
                        Duration.ofHours(2),
                        new RecordShape(
                                Pointer.of("/meta/uuid"),
                                Pointer.of("/meta/ts"),
                                EpochUnit.SECONDS,
                                new RecordShape.Parts.Each(Map.of(
                                        "number", new Pointer(List.of("payload", "0", "a/b")),
                                        "bag", new Pointer(List.of("payload", "1")),
                                        "text", Pointer.of("/payload/0/a~1b"))),
                                new RecordShape.Parts.Whole(Pointer.of(""))),
                        new RepeatSpec(Duration.ofDays(1), RepeatSpec.Policy.IGNORE)));
        assertThat(spec.labels())
                .isEqualTo(new LabelsSpec(
                        new RecordShape(
                                Pointer.of("/of"),
                                Pointer.of("/at"),
                                EpochUnit.NANOSECONDS,
                                RecordShape.NONE,
                                new RecordShape.Parts.Each(Map.of("binary", Pointer.of("/was")))),
                        Map.of(
                                "binary", new WaitSpec(Duration.ofHours(1), List.of(0.0)),
                                "multiclass", new WaitSpec(Duration.ofMinutes(90), List.of(3.0)),
                                "multilabel", new WaitSpec(Duration.ofDays(2), List.of(0.0)),
                                "squared", new WaitSpec(Duration.ofMinutes(5), List.of(0.0, -1.0, 0.5)),
                                "huber", new WaitSpec(Duration.ofDays(1), List.of(-2.0)),
                                "poisson", new WaitSpec(Duration.ofSeconds(10), null)),
                        LabelsSpec.Early.HOLD,
                        Duration.ofMinutes(5),
                        LabelsSpec.Late.IGNORE,
                        LabelsSpec.Second.LEARN,
                        Duration.ofHours(3)));
        assertThat(spec.topics()).isEqualTo(new TopicNames("e", "l", "k", "p", "m", "c", "d"));
        assertThat(spec.seed()).isEqualTo(-9);
    }

    @Test
    void whatIsLeftOutOfLateLabelsHasDefaults() {
        LearnerSpec spec = LearnerSpecReader.read(LearnerFiles.LATE_LABELS);

        assertThat(spec.labels().waits().get("m")).isEqualTo(new WaitSpec(Duration.ofMinutes(30), List.of(1.0, 1.0)));
        assertThat(spec.labels().waits().get("c")).isEqualTo(new WaitSpec(Duration.ofMinutes(30), List.of(1.0)));
        assertThat(spec.labels().remember()).isEqualTo(Duration.ofHours(1));
        assertThat(spec.labels().late()).isEqualTo(LabelsSpec.Late.REJECT);
        assertThat(spec.events().repeats()).isEqualTo(new RepeatSpec(Duration.ofMinutes(10), RepeatSpec.Policy.REJECT));
    }

    @Test
    void sgdAndALinearModelAreRead() {
        LearnerSpec spec = LearnerSpecReader.read(LearnerFiles.SGD);

        assertThat(spec.optimizer()).isEqualTo(new OptimizerSpec.Sgd(0.1, 0.5, 0.9, true));
        assertThat(spec.trunk()).isEqualTo(new TrunkSpec.Mlp(layers(Activation.RELU, 8)));
        assertThat(spec.features()).containsExactly(new FeatureSpec.Numeric("a feature: with \"marks\""));
    }

    @Test
    void theOtherOptimizersAndSchedulesAreRead() {
        double off = Double.POSITIVE_INFINITY;

        assertThat(LearnerSpecReader.read(LearnerFiles.ADAMW).optimizer())
                .isEqualTo(new OptimizerSpec.AdamW(
                        new LearningRateSpec(0.001, 0, new ScheduleSpec.Exponential(9, 0.9)),
                        off,
                        0.9,
                        0.999,
                        1e-8,
                        0.02));
        assertThat(LearnerSpecReader.read(LearnerFiles.ADAGRAD).optimizer())
                .isEqualTo(new OptimizerSpec.Adagrad(
                        new LearningRateSpec(0.001, 0, new ScheduleSpec.InverseSquareRoot(80)), off, 1e-6));
        assertThat(LearnerSpecReader.read(LearnerFiles.RMSPROP).optimizer())
                .isEqualTo(new OptimizerSpec.RmsProp(LearningRateSpec.constant(0.001), off, 0.95, 1e-6));
    }

    @Test
    void theOtherBalancersAreRead() {
        assertThat(LearnerSpecReader.read(LearnerFiles.ADAMW).balancer()).isEqualTo(new BalancerSpec.Uncertainty(0.3));
        assertThat(LearnerSpecReader.read(LearnerFiles.ADAGRAD).balancer()).isEqualTo(new BalancerSpec.PcGrad());
        assertThat(LearnerSpecReader.read(LearnerFiles.RMSPROP).balancer()).isEqualTo(new BalancerSpec.Famo(0.2, 0.01));
    }

    @Test
    void theOtherTrunksAreRead() {
        assertThat(LearnerSpecReader.read(LearnerFiles.ADAMW).trunk())
                .isEqualTo(new TrunkSpec.Mmoe(3, layers(Activation.TANH, 8, 4)));
        assertThat(LearnerSpecReader.read(LearnerFiles.ADAGRAD).trunk())
                .isEqualTo(new TrunkSpec.Ple(3, 4, 2, layers(Activation.TANH, 8, 4)));
    }

    @Test
    void sgdHasDefaults() {
        LearnerSpec spec = LearnerSpecReader.read(LearnerFiles.MINIMAL + "optimizer: {type: sgd}");

        assertThat(spec.optimizer()).isEqualTo(new OptimizerSpec.Sgd(0.001, Double.POSITIVE_INFINITY, 0, false));
    }

    @Test
    void theUnitsOfADurationAreRead() {
        assertThat(List.of("500ms", "1s", "5m", "1h", "2d"))
                .extracting(text -> LearnerSpecReader.read(LearnerFiles.MINIMAL + "batch: {linger: " + text + "}")
                        .batch()
                        .linger())
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1),
                        Duration.ofDays(2));
    }

    @Test
    void integersMayBeWrittenInEveryWayOfYaml() {
        assertThat(List.of("16", "+16", "016", "16.0", "1.6e1", "0x10", "0o20")).allSatisfy(text -> assertThat(
                        LearnerSpecReader.read(LearnerFiles.MINIMAL + "batch: {size: " + text + "}")
                                .batch()
                                .size())
                .isEqualTo(16));
    }

    @Test
    void seedsSpanAllLongs() {
        assertThat(List.of(Long.MIN_VALUE, 0L, Long.MAX_VALUE))
                .allSatisfy(seed -> assertThat(LearnerSpecReader.read(LearnerFiles.MINIMAL + "seed: " + seed)
                                .seed())
                        .isEqualTo(seed));
    }

    private static List<LayerSpec> layers(Activation activation, Integer... widths) {
        return List.of(widths).stream()
                .map(width -> new LayerSpec(width, activation))
                .toList();
    }

    private static TaskSpec regression(String name, RegressionLoss loss) {
        return new TaskSpec.Regression(name, 1, loss, 1, List.of(), TaskSpec.Reduction.MEAN);
    }
}

package io.mainstem.contract;

import io.mainstem.encode.Encoder;
import io.mainstem.encode.InputLayout;
import io.mainstem.encode.RawFeatures;
import io.mainstem.encode.RobustMoments;
import io.mainstem.encode.Row;
import io.mainstem.encode.RunningMoments;
import io.mainstem.encode.TargetScaler;
import io.mainstem.event.LabelLayout;
import io.mainstem.network.Specs;
import io.mainstem.spec.FeatureSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What of the way from features and labels to the network goes with the stream. */
final class EncodeSubjects {

    private static final List<FeatureSpec> FEATURES = List.of(
            new FeatureSpec.Numeric("number"),
            new FeatureSpec.Category("category", 16),
            new FeatureSpec.Bag("bag", 32),
            new FeatureSpec.Text("text", 64),
            new FeatureSpec.Vector("vector", 2));

    private static final List<TaskSpec> TASKS = List.of(
            Specs.binary("binary"),
            Specs.regression("regression", 2, new RegressionLoss.Squared()),
            Specs.regression("count", 1, new RegressionLoss.Poisson()));

    /** Bytes of a row of five features, which the encoder makes for its caller to keep. */
    private static final long ROW = 400;

    private EncodeSubjects() {}

    static Stream<Subject<?>> all() {
        return Stream.of(
                new WholeSubject<>("RunningMoments", EncodeSubjects::moments, EncodeSubjects::numbers, List.of(), 0),
                new WholeSubject<>(
                        "RobustMoments", EncodeSubjects::robustMoments, EncodeSubjects::someWild, List.of(), 0),
                new WholeSubject<>("Encoder", EncodeSubjects::encoder, RawEvent::random, List.of(RawEvent.EMPTY), ROW),
                // Labels of other tasks, and none, are no targets to scale.
                new WholeSubject<>(
                        "TargetScaler",
                        EncodeSubjects::scaler,
                        (seed, n) -> new Labelled(1, numbers(seed, n)),
                        List.of(new Labelled(0, numbers(1, 1)), new Labelled(2, numbers(1, 1))),
                        0));
    }

    /** A label of one task among a row of labels. */
    @SuppressWarnings("ArrayRecordComponent") // compared by what is in it
    private record Labelled(int task, double[] labels) {}

    private static double[] numbers(long seed, int n) {
        return new SplittableRandom(1000 * seed + n).doubles(4, -5, 50).toArray();
    }

    private static Instance<double[]> moments() {
        RunningMoments moments = new RunningMoments(4);
        return new Whole<>(
                List.of(moments),
                numbers -> {
                    for (int c = 0; c < numbers.length; c++) {
                        moments.add(c, numbers[c]);
                    }
                },
                () -> Map.of(
                        "count", moments.count(0),
                        "mean", moments.mean(1),
                        "deviation", moments.standardDeviation(2)),
                moments::stateBytes,
                moments::write,
                moments::read);
    }

    private static double[] someWild(long seed, int n) {
        double[] numbers = numbers(seed, n);
        numbers[n % 4] *= n % 3 == 0 ? 1e9 : 1;
        return numbers;
    }

    private static Instance<double[]> robustMoments() {
        RobustMoments moments = new RobustMoments(4);
        return new Whole<>(
                List.of(moments),
                numbers -> {
                    for (int c = 0; c < numbers.length; c++) {
                        moments.add(c, numbers[c]);
                    }
                },
                () -> Map.of(
                        "count", moments.count(0),
                        "mean", moments.mean(1),
                        "deviation", moments.standardDeviation(2)),
                moments::stateBytes,
                moments::write,
                moments::read);
    }

    private static Instance<RawEvent> encoder() {
        InputLayout layout = new InputLayout(FEATURES);
        RawFeatures features = new RawFeatures(layout);
        Encoder encoder = new Encoder(layout);
        Row[] last = {new Row(new float[0], new int[0], new float[0])};
        return new Whole<>(
                List.of(FEATURES, encoder),
                event -> {
                    event.into(features);
                    last[0] = encoder.encode(features);
                },
                () -> Map.of(
                        "dense", Arrays.toString(last[0].dense()),
                        "columns", Arrays.toString(last[0].columns()),
                        "values", Arrays.toString(last[0].values())),
                encoder::stateBytes,
                encoder::write,
                encoder::read);
    }

    private static Instance<Labelled> scaler() {
        TargetScaler scaler = new TargetScaler(TASKS, new LabelLayout(TASKS));
        return new Whole<>(
                List.of(scaler),
                label -> scaler.advance(label.task(), label.labels()),
                () -> {
                    double[] outputs = {0.3, 0.5, -0.5, 4};
                    scaler.toLabels(outputs);
                    return Map.of("target", scaler.toNetwork(1, 2, 0.5), "outputs", Arrays.toString(outputs));
                },
                () -> IntStream.range(0, TASKS.size()).map(scaler::stateBytes).sum(),
                out -> IntStream.range(0, TASKS.size()).forEach(task -> scaler.write(task, out)),
                in -> IntStream.range(0, TASKS.size()).forEach(task -> scaler.read(task, in)));
    }
}

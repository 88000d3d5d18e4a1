package io.mainstem.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The production classes reproduce runs that another library computed in double precision (golden/FORMAT.md). */
class GoldenTrajectoriesTest {

    /** Of an array's largest magnitude. */
    private static final double TOLERANCE = 1e-5;

    private static final Set<String> CHECKED = Set.of(
            "loss",
            "taskLoss",
            "firstGradients",
            "finalParameters",
            "probePredictions",
            "taskWeights",
            "finalCentroids",
            "finalCounts");

    @TestFactory
    List<DynamicTest> trajectories() throws IOException {
        Path folder = Path.of(System.getProperty("golden.dir", "src/test/resources/golden"));
        try (Stream<Path> files = Files.list(folder)) {
            List<DynamicTest> tests = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)))
                    .toList();
            assertThat(tests).as("golden files in %s", folder).isNotEmpty();
            return tests;
        }
    }

    private static void run(Path file) throws IOException {
        GoldenRun run = new GoldenRun(new ObjectMapper().readTree(Files.readString(file)));
        JsonNode expected = run.expected();
        expected.fieldNames()
                .forEachRemaining(
                        name -> assertThat(CHECKED).as("what can be checked").contains(name));
        Network network = run.network();
        Parameters parameters = network.parameters();

        List<Double> losses = new ArrayList<>();
        Map<String, List<Double>> taskLosses = new LinkedHashMap<>();
        Map<String, List<Double>> taskWeights = new LinkedHashMap<>();
        boolean first = true;
        for (MiniBatch batch : run.batches()) {
            network.forward(batch);
            losses.add(network.step(batch));
            for (int t = 0; t < run.tasks().size(); t++) {
                taskLosses
                        .computeIfAbsent(run.tasks().get(t).name(), none -> new ArrayList<>())
                        .add(network.taskLoss(t));
                taskWeights
                        .computeIfAbsent(run.tasks().get(t).name(), none -> new ArrayList<>())
                        .add(network.taskWeight(t));
            }
            if (first) {
                gradients(run, parameters);
                first = false;
            }
        }
        agree("loss", array(losses), GoldenRun.numbers(expected.get("loss")));
        taskLosses.forEach((task, actual) ->
                perStep("loss of " + task, actual, expected.get("taskLoss").get(task)));
        if (expected.has("taskWeights")) {
            taskWeights.forEach((task, actual) -> perStep(
                    "weight of " + task, actual, expected.get("taskWeights").get(task)));
        }
        for (String name : parameters.names()) {
            double[] values =
                    run.parameter(name, expected.get("finalParameters").get(name));
            agree("final " + name, array(parameters.values(name)), values);
        }
        clusters(run, network);
        predictions(run, network);
    }

    private static void clusters(GoldenRun run, Network network) {
        for (int t = 0; t < run.tasks().size(); t++) {
            if (run.tasks().get(t) instanceof TaskSpec.Clustering task) {
                ClusterHead clusters = network.clusters(t);
                JsonNode centroids = run.expected().get("finalCentroids").get(task.name());
                agree("centroids", clusters.centroids(), GoldenRun.numbers(centroids));
                JsonNode counts = run.expected().get("finalCounts").get(task.name());
                agree("counts", clusters.counts(), GoldenRun.numbers(counts));
            }
        }
    }

    private static void gradients(GoldenRun run, Parameters parameters) {
        JsonNode expected = run.expected().get("firstGradients");
        for (String name : parameters.names()) {
            assertThat(parameters.reached(name)).as("%s has a gradient", name).isEqualTo(expected.has(name));
            if (expected.has(name)) {
                double[] gradient = run.parameter(name, expected.get(name));
                agree("first gradient of " + name, array(parameters.gradient(name)), gradient);
            }
        }
    }

    private static void perStep(String what, List<Double> actual, JsonNode expected) {
        List<Double> present = new ArrayList<>();
        for (int step = 0; step < actual.size(); step++) {
            assertThat(actual.get(step).isNaN())
                    .as("%s, silent in step %d", what, step)
                    .isEqualTo(expected.get(step).isNull());
            if (!actual.get(step).isNaN()) {
                present.add(actual.get(step));
            }
        }
        agree(what, array(present), GoldenRun.numbers(expected));
    }

    private static void predictions(GoldenRun run, Network network) {
        MiniBatch probe = run.probe();
        network.forward(probe);
        for (int t = 0; t < run.tasks().size(); t++) {
            if (run.tasks().get(t) instanceof TaskSpec.Clustering) {
                continue;
            }
            int width = run.tasks().get(t).outputWidth();
            double[] actual = new double[probe.size() * width];
            for (int r = 0; r < probe.size(); r++) {
                int from = r * run.layout().outputWidth() + run.layout().outputOffset(t);
                System.arraycopy(network.predictions(), from, actual, r * width, width);
            }
            String task = run.tasks().get(t).name();
            double[] expected =
                    GoldenRun.numbers(run.expected().get("probePredictions").get(task));
            agree("predictions of " + task, actual, expected);
        }
    }

    private static void agree(String what, double[] actual, double[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double largest = 0;
        double error = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            // Math.max gives NaN for NaN, which then fails.
            error = Math.max(error, Math.abs(actual[i] - expected[i]));
        }
        assertThat(error).as("largest error of %s", what).isLessThanOrEqualTo(TOLERANCE * largest);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] array(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}

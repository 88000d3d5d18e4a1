package io.mainstem.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.mainstem.encode.MiniBatch;
import io.mainstem.encode.Row;
import io.mainstem.event.LabelLayout;
import io.mainstem.spec.Activation;
import io.mainstem.spec.BalancerSpec;
import io.mainstem.spec.LayerSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearningRateSpec;
import io.mainstem.spec.OptimizerSpec;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.RegularizationSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One golden file read and its run set up. The file may have its sparse columns anywhere; the network wants the dense
 * ones first. What it does not know how to run, it refuses.
 */
final class GoldenRun {

    private static final Set<String> KNOWN = Set.of(
            "name",
            "inputs",
            "sparseColumns",
            "trunk",
            "tasks",
            "optimizer",
            "balancer",
            "regularization",
            "clipNorm",
            "initialParameters",
            "batches",
            "probe",
            "expected");

    private final JsonNode file;
    /** For each of the network's columns, dense ones first, the file's. */
    private final List<Integer> columns = new ArrayList<>();

    private final int denseInputs;
    private final LearnerSpec spec;
    private final LabelLayout layout;

    GoldenRun(JsonNode file) {
        this.file = file;
        file.fieldNames().forEachRemaining(name -> require(KNOWN.contains(name), "field " + name));
        Set<Integer> sparse = new HashSet<>();
        file.path("sparseColumns").forEach(c -> sparse.add(c.asInt()));
        int inputs = file.get("inputs").asInt();
        for (int c = 0; c < inputs; c++) {
            if (!sparse.contains(c)) {
                columns.add(c);
            }
        }
        denseInputs = columns.size();
        columns.addAll(sparse.stream().sorted().toList());

        JsonNode trunk = file.get("trunk");
        List<TaskSpec> tasks = new ArrayList<>();
        file.get("tasks").forEach(task -> tasks.add(task(task)));
        JsonNode penalty = file.path("regularization");
        spec = Specs.learner(
                tasks,
                trunk(trunk),
                optimizer(file.get("optimizer"), file.path("clipNorm").asDouble(Double.POSITIVE_INFINITY)),
                new RegularizationSpec(
                        penalty.path("l1").asDouble(0), penalty.path("l2").asDouble(0)),
                balancer(file.path("balancer")),
                64,
                1);
        layout = new LabelLayout(tasks);
    }

    List<TaskSpec> tasks() {
        return spec.tasks();
    }

    LabelLayout layout() {
        return layout;
    }

    /** With the file's initial parameters. */
    Network network() {
        Network network = new Network(spec, denseInputs, columns.size() - denseInputs, denseInputs);
        List<String> names = new ArrayList<>();
        file.get("initialParameters").fieldNames().forEachRemaining(names::add);
        require(names.equals(network.parameters().names()), "parameters " + names);
        for (String name : names) {
            double[] values = parameter(name, file.get("initialParameters").get(name));
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            network.parameters().assign(name, floats);
        }
        for (int t = 0; t < tasks().size(); t++) {
            if (tasks().get(t) instanceof TaskSpec.Clustering) {
                JsonNode task = file.get("tasks").get(t);
                double[] centroids = numbers(task.get("centroids"));
                System.arraycopy(centroids, 0, network.clusters(t).centroids(), 0, centroids.length);
                double[] counts = numbers(task.get("counts"));
                System.arraycopy(counts, 0, network.clusters(t).counts(), 0, counts.length);
            }
        }
        return network;
    }

    List<MiniBatch> batches() {
        List<MiniBatch> batches = new ArrayList<>();
        for (JsonNode batch : file.get("batches")) {
            MiniBatch rows = rows(batch.get("x"));
            for (int t = 0; t < tasks().size(); t++) {
                JsonNode labels = batch.get("labels").path(tasks().get(t).name());
                for (int r = 0; r < labels.size(); r++) {
                    double[] label = numbers(labels.get(r));
                    for (int s = 0; s < label.length; s++) {
                        rows.label(r, t, layout.labelOffset(t) + s, (float) label[s]);
                    }
                }
            }
            batches.add(rows);
        }
        return batches;
    }

    MiniBatch probe() {
        return rows(file.get("probe"));
    }

    JsonNode expected() {
        return file.get("expected");
    }

    /** The numbers of a parameter or its gradient in the network's order of columns. */
    double[] parameter(String name, JsonNode values) {
        double[] flat = numbers(values);
        if (!name.equals("trunk.0.W")) {
            return flat;
        }
        int units = flat.length / columns.size();
        double[] moved = new double[flat.length];
        for (int c = 0; c < columns.size(); c++) {
            System.arraycopy(flat, columns.get(c) * units, moved, c * units, units);
        }
        return moved;
    }

    /** All numbers of an array however nested; of null, none. */
    static double[] numbers(JsonNode node) {
        List<Double> numbers = new ArrayList<>();
        collect(node, numbers);
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode node, List<Double> numbers) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, numbers));
        } else if (!node.isNull()) {
            numbers.add(node.asDouble());
        }
    }

    private MiniBatch rows(JsonNode x) {
        MiniBatch batch = new MiniBatch(x.size(), denseInputs, layout.labelWidth(), layout.tasks());
        for (JsonNode values : x) {
            float[] dense = new float[denseInputs];
            List<Integer> used = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                double value = values.get(columns.get(c)).asDouble();
                if (c < denseInputs) {
                    dense[c] = (float) value;
                } else if (value != 0) {
                    used.add(c - denseInputs);
                }
            }
            int[] sparse = used.stream().mapToInt(Integer::intValue).toArray();
            float[] sparseValues = new float[sparse.length];
            for (int i = 0; i < sparse.length; i++) {
                sparseValues[i] =
                        (float) values.get(columns.get(denseInputs + sparse[i])).asDouble();
            }
            batch.add(new Row(dense, sparse, sparseValues));
        }
        return batch;
    }

    private static TrunkSpec trunk(JsonNode trunk) {
        List<LayerSpec> layers = layers(trunk.get("layers"));
        String kind = trunk.get("kind").asText();
        return switch (kind) {
            case "mlp" -> new TrunkSpec.Mlp(layers);
            case "mmoe" -> new TrunkSpec.Mmoe(trunk.get("experts").asInt(), layers);
            default -> throw cannotRun("trunk " + kind);
        };
    }

    private static TaskSpec task(JsonNode task) {
        String name = task.get("name").asText();
        double weight = task.path("weight").asDouble(1);
        List<LayerSpec> hidden = layers(task.path("hidden"));
        TaskSpec.Reduction reduction =
                TaskSpec.Reduction.valueOf(task.path("reduction").asText("mean").toUpperCase(Locale.ROOT));
        String type = task.get("type").asText();
        return switch (type) {
            case "binary" -> new TaskSpec.Binary(name, weight, hidden, reduction);
            case "multiclass" ->
                new TaskSpec.Multiclass(name, Specs.names(task.get("classes").asInt()), weight, hidden, reduction);
            case "multilabel" ->
                new TaskSpec.Multilabel(name, Specs.names(task.get("labels").asInt()), weight, hidden, reduction);
            case "regression" ->
                new TaskSpec.Regression(name, task.path("outputs").asInt(1), loss(task), weight, hidden, reduction);
            case "clustering" ->
                new TaskSpec.Clustering(
                        name, task.get("k").asInt(), task.get("decay").asDouble(), weight, /* shapesTrunk= */ true);
            default -> throw cannotRun("task " + type);
        };
    }

    private static RegressionLoss loss(JsonNode task) {
        String loss = task.path("loss").asText("squared");
        return switch (loss) {
            case "squared" -> new RegressionLoss.Squared();
            case "huber" -> new RegressionLoss.Huber(task.get("delta").asDouble());
            case "quantile" -> new RegressionLoss.Quantile(task.get("quantile").asDouble());
            case "poisson" -> new RegressionLoss.Poisson();
            default -> throw cannotRun("loss " + loss);
        };
    }

    private static OptimizerSpec optimizer(JsonNode optimizer, double clipNorm) {
        double rate = optimizer.get("lr").asDouble();
        String type = optimizer.get("type").asText();
        return switch (type) {
            case "sgd" ->
                new OptimizerSpec.Sgd(
                        rate,
                        clipNorm,
                        optimizer.path("momentum").asDouble(0),
                        optimizer.path("nesterov").asBoolean(false));
            case "adam" ->
                new OptimizerSpec.Adam(
                        rate,
                        clipNorm,
                        optimizer.get("beta1").asDouble(),
                        optimizer.get("beta2").asDouble(),
                        optimizer.get("epsilon").asDouble());
            case "adagrad" ->
                new OptimizerSpec.Adagrad(
                        LearningRateSpec.constant(rate),
                        clipNorm,
                        optimizer.get("epsilon").asDouble());
            case "rmsprop" ->
                new OptimizerSpec.RmsProp(
                        LearningRateSpec.constant(rate),
                        clipNorm,
                        optimizer.get("decay").asDouble(),
                        optimizer.get("epsilon").asDouble());
            case "adamw" ->
                new OptimizerSpec.AdamW(
                        LearningRateSpec.constant(rate),
                        clipNorm,
                        optimizer.get("beta1").asDouble(),
                        optimizer.get("beta2").asDouble(),
                        optimizer.get("epsilon").asDouble(),
                        optimizer.get("weightDecay").asDouble());
            default -> throw cannotRun("optimizer " + type);
        };
    }

    private static BalancerSpec balancer(JsonNode balancer) {
        String type = balancer.path("type").asText("static");
        double rate = balancer.path("lr").asDouble();
        return switch (type) {
            case "static" -> new BalancerSpec.Static();
            case "uncertainty" -> new BalancerSpec.Uncertainty(rate);
            case "gradnorm" ->
                new BalancerSpec.GradNorm(rate, balancer.get("alpha").asDouble());
            case "pcgrad" -> new BalancerSpec.PcGrad();
            default -> throw cannotRun("balancer " + type);
        };
    }

    private static List<LayerSpec> layers(JsonNode layers) {
        List<LayerSpec> specs = new ArrayList<>();
        for (JsonNode layer : layers) {
            String activation = layer.get("activation").asText().toUpperCase(Locale.ROOT);
            specs.add(new LayerSpec(layer.get("units").asInt(), Activation.valueOf(activation)));
        }
        return specs;
    }

    private static void require(boolean known, String what) {
        if (!known) {
            throw cannotRun(what);
        }
    }

    private static IllegalArgumentException cannotRun(String what) {
        return new IllegalArgumentException("cannot run " + what);
    }
}

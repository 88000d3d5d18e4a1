package io.mainstem.learn.onnx;

import io.mainstem.learn.FrozenModel;
import io.mainstem.learn.FrozenModel.Scale;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A task's head as nodes, up to what is reported of it. */
final class HeadGraph {

    /** Of the logarithm of a count; as far as the network's own predictions go. */
    private static final double LARGEST_LOGARITHM = 60;

    /** The index where no cluster has a place yet. */
    private static final long NONE = -1;

    private final Graph graph;
    private final Layers layers;
    private final FrozenModel model;

    HeadGraph(Graph graph, Layers layers, FrozenModel model) {
        this.graph = graph;
        this.layers = layers;
        this.model = model;
    }

    /** Makes the outputs, whose names are reserved, of the trunk's representation. */
    void add(int task, TaskOutputs outputs, String representation) {
        TaskSpec spec = model.spec().tasks().get(task);
        if (spec instanceof TaskSpec.Clustering) {
            cluster(spec.name(), outputs, representation);
            return;
        }
        String name = "head." + spec.name();
        String top = layers.stack(name, representation, spec.hidden());
        String z = layers.linear(name + "." + spec.hidden().size(), top);
        if (spec instanceof TaskSpec.Multiclass) {
            graph.into(outputs.value(), "Softmax", List.of(z), Attribute.of("axis", 1));
        } else if (spec instanceof TaskSpec.Regression regression) {
            value(task, regression, outputs.value(), z);
        } else {
            graph.into(outputs.value(), "Sigmoid", List.of(z));
        }
        graph.output(outputs.value(), ElementType.FLOAT, spec.outputWidth());
    }

    private void value(int task, TaskSpec.Regression spec, String output, String z) {
        String exact = graph.cast(z, ElementType.DOUBLE);
        String value;
        if (spec.loss() instanceof RegressionLoss.Poisson) {
            String most = graph.doubles(z + "/most", new double[] {LARGEST_LOGARITHM});
            value = graph.node("Exp", z + "/rate", List.of(graph.node("Min", z + "/cut", List.of(exact, most))));
        } else {
            List<Scale> scales = model.targets().get(task);
            double[] means = scales.stream().mapToDouble(Scale::mean).toArray();
            double[] factors = scales.stream().mapToDouble(Scale::factor).toArray();
            String name = "targets." + spec.name();
            String scaled = graph.node(
                    "Mul", z + "/scaled", List.of(exact, graph.doubles(name + ".factor", factors, factors.length)));
            value = graph.node(
                    "Add", z + "/value", List.of(scaled, graph.doubles(name + ".mean", means, means.length)));
        }
        graph.into(output, "Cast", List.of(value), Graph.to(ElementType.FLOAT));
    }

    /** The nearest centroid among those that have a place, and the distance to it, in doubles as the network's. */
    private void cluster(String task, TaskOutputs outputs, String representation) {
        String name = "head." + task;
        List<double @Nullable []> all = Objects.requireNonNull(model.centroids().get(task));
        long[] placed = IntStream.range(0, all.size())
                .filter(c -> all.get(c) != null)
                .mapToLong(c -> c)
                .toArray();
        String places = placed.length == 0 ? nowhere(name) : places(name, all, placed);
        String ids = graph.longs(name + ".clusters", placed.length == 0 ? new long[] {NONE} : placed);
        String one = graph.longs(name + "/one", 1);
        String row =
                graph.node("Unsqueeze", name + "/row", List.of(graph.cast(representation, ElementType.DOUBLE), one));
        String apart = graph.node("Sub", name + "/apart", List.of(row, places));
        String squares = graph.node("Mul", name + "/squares", List.of(apart, apart));
        String sums = graph.node(
                "ReduceSum",
                name + "/sums",
                List.of(squares, graph.longs(name + "/width", 2)),
                Attribute.of("keepdims", 0));
        String nearest = graph.node(
                "ArgMin", name + "/nearest", List.of(sums), Attribute.of("axis", 1), Attribute.of("keepdims", 1));
        graph.into(outputs.value(), "Gather", List.of(ids, nearest));
        String least = graph.node(
                "ReduceMin", name + "/least", List.of(sums), Attribute.list("axes", 1), Attribute.of("keepdims", 1));
        String distance = graph.node("Sqrt", name + "/distance", List.of(least));
        graph.into(outputs.distance(), "Cast", List.of(distance), Graph.to(ElementType.FLOAT));
        graph.output(outputs.value(), ElementType.LONG, 1);
        graph.output(outputs.distance(), ElementType.FLOAT, 1);
    }

    /** {@code [1, placed, width]} */
    private String places(String name, List<double @Nullable []> all, long[] placed) {
        int width = Objects.requireNonNull(all.get((int) placed[0])).length;
        double[] flat = new double[placed.length * width];
        for (int c = 0; c < placed.length; c++) {
            System.arraycopy(Objects.requireNonNull(all.get((int) placed[c])), 0, flat, c * width, width);
        }
        return graph.doubles(name + ".centroids", flat, 1, placed.length, width);
    }

    /** A place from which every distance is unknown. */
    private String nowhere(String name) {
        return graph.doubles(name + ".centroids", new double[] {Double.NaN}, 1, 1, 1);
    }
}

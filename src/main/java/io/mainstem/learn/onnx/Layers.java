package io.mainstem.learn.onnx;

import io.mainstem.learn.FrozenModel;
import io.mainstem.learn.Tensor;
import io.mainstem.spec.Activation;
import io.mainstem.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;

/** Layers as nodes; what the user's row is made into is read by matrices whose rows are ordered for it. */
final class Layers {

    /** Of the leaky rectifier, below zero. */
    private static final float LEAK = 0.01f;

    private final Graph graph;
    private final FrozenModel model;
    private final InputRow row;
    private final String inputs;

    /**
     * Of a model.
     *
     * @param inputs the tensor that {@link InputRow#read} made
     */
    Layers(Graph graph, FrozenModel model, InputRow row, String inputs) {
        this.graph = graph;
        this.model = model;
        this.row = row;
        this.inputs = inputs;
    }

    /** What the network reads. */
    String inputs() {
        return inputs;
    }

    /** Layers {@code <name>.<k>} upon each other. */
    String stack(String name, String below, List<LayerSpec> layers) {
        String top = below;
        for (int k = 0; k < layers.size(); k++) {
            top = activated(linear(name + "." + k, top), layers.get(k).activation());
        }
        return top;
    }

    /** x·W + b. */
    String linear(String name, String x) {
        Tensor w = model.weight(name + ".W");
        Tensor b = model.weight(name + ".b");
        Tensor matrix = x.equals(inputs) ? row.ordered(w) : w;
        return graph.node(
                "Gemm",
                name,
                List.of(
                        x,
                        graph.floats(name + ".W", matrix.values(), matrix.shape()),
                        graph.floats(name + ".b", b.values(), b.shape())));
    }

    private String activated(String z, Activation activation) {
        String name = z + "/" + activation;
        return switch (activation) {
            case IDENTITY -> z;
            case RELU -> graph.node("Relu", name, List.of(z));
            case TANH -> graph.node("Tanh", name, List.of(z));
            case SIGMOID -> graph.node("Sigmoid", name, List.of(z));
            case LEAKYRELU -> graph.node("LeakyRelu", name, List.of(z), Attribute.of("alpha", LEAK));
            case ELU -> graph.node("Elu", name, List.of(z), Attribute.of("alpha", 1f));
            case GELU -> gelu(z, name);
            case SWISH -> graph.node("Mul", name, List.of(z, graph.node("Sigmoid", z + "/sigmoid", List.of(z))));
        };
    }

    /** z · (1 + erf(z / √2)) / 2. */
    private String gelu(String z, String name) {
        String root = graph.floats(z + "/root", new float[] {(float) Math.sqrt(0.5)});
        String scaled = graph.node("Mul", z + "/scaled", List.of(z, root));
        String erf = graph.node("Erf", z + "/erf", List.of(scaled));
        String one = graph.floats(z + "/one", new float[] {1f});
        String half = graph.floats(z + "/half", new float[] {0.5f});
        String twice = graph.node("Add", z + "/twice", List.of(erf, one));
        String share = graph.node("Mul", z + "/share", List.of(twice, half));
        return graph.node("Mul", name, List.of(z, share));
    }

    /** The sum of the experts, each {@code [batch, width]}, weighted by the softmax of the gate's linear layer. */
    String mixture(String gate, String below, List<String> experts) {
        String weights =
                graph.node("Softmax", gate + "/weights", List.of(linear(gate, below)), Attribute.of("axis", 1));
        List<String> shares = new ArrayList<>();
        for (int e = 0; e < experts.size(); e++) {
            String weight = graph.node(
                    "Gather",
                    gate + "/weight" + e,
                    List.of(weights, graph.longs(gate + "/index" + e, e)),
                    Attribute.of("axis", 1));
            shares.add(graph.node("Mul", gate + "/share" + e, List.of(experts.get(e), weight)));
        }
        return graph.node("Sum", gate + "/mixture", shares);
    }
}

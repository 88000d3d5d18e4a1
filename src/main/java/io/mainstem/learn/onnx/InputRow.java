package io.mainstem.learn.onnx;

import io.mainstem.encode.Encoder;
import io.mainstem.encode.InputLayout;
import io.mainstem.learn.FrozenModel;
import io.mainstem.learn.FrozenModel.Scale;
import io.mainstem.learn.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The row that the user gives, and what the network reads of it. The row has the numbers as they come, NaN where missing;
 * then, for each hashed feature, its buckets and the mark that it is missing, as the encoder makes them. The network reads
 * the standardised numbers, the hashed columns as they are, and a mark for each number, which the graph makes itself.
 * So the rows of the network's first matrices are put into that order.
 */
final class InputRow {

    private final FrozenModel model;
    private final int dense;
    private final int hashed;
    /** {@code [network's inputs]} the row of a first matrix that belongs to each thing the network reads. */
    private final int[] order;

    InputRow(FrozenModel model) {
        this.model = model;
        InputLayout layout = model.columns();
        dense = layout.denseWidth();
        hashed = layout.sparseWidth() - dense;
        order = new int[dense + hashed + dense];
        int at = 0;
        for (int c = 0; c < dense; c++) {
            order[at++] = c;
        }
        for (int f = 0; f < layout.features(); f++) {
            for (int b = 0; layout.denseWidth(f) == 0 && b <= layout.buckets(f); b++) {
                order[at++] = dense + layout.bucketOffset(f) + b;
            }
        }
        for (int f = 0; f < layout.features(); f++) {
            for (int i = 0; i < layout.denseWidth(f); i++) {
                order[at++] = dense + layout.missingOffset(f) + i;
            }
        }
    }

    /** Numbers of the user's row. */
    int width() {
        return dense + hashed;
    }

    /** First column of each feature in the user's row; a hashed feature's mark of what is missing follows its buckets. */
    int[] offsets() {
        InputLayout layout = model.columns();
        int[] offsets = new int[layout.features()];
        int at = dense;
        for (int f = 0; f < offsets.length; f++) {
            if (layout.denseWidth(f) > 0) {
                offsets[f] = layout.denseOffset(f);
            } else {
                offsets[f] = at;
                at += layout.buckets(f) + 1;
            }
        }
        return offsets;
    }

    /** A matrix on the inputs, {@code [inputs, out]}, with its rows in the order in which the graph has the inputs. */
    Tensor ordered(Tensor matrix) {
        int out = (int) matrix.shape()[1];
        float[] values = new float[matrix.values().length];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(matrix.values(), order[i] * out, values, i * out, out);
        }
        return new Tensor(matrix.shape(), values);
    }

    /** What the network reads, {@code [batch, inputs]}, of the user's rows. */
    String read(Graph graph, String row) {
        if (dense == 0) {
            return row;
        }
        String numbers = hashed == 0 ? row : slice(graph, "numbers", row, 0, dense);
        List<String> parts = new ArrayList<>();
        parts.add(standardised(graph, numbers));
        if (hashed > 0) {
            parts.add(slice(graph, "hashed", row, dense, dense + hashed));
        }
        parts.add(graph.cast(graph.node("IsNaN", "missing", List.of(numbers)), ElementType.FLOAT));
        return graph.node("Concat", "inputs", parts, Attribute.of("axis", 1));
    }

    private static String slice(Graph graph, String name, String from, long start, long end) {
        List<String> inputs = List.of(
                from,
                graph.longs(name + "/start", start),
                graph.longs(name + "/end", end),
                graph.longs(name + "/axis", 1));
        return graph.node("Slice", name, inputs);
    }

    /** In doubles, as the encoder does; a missing number is the mean. */
    private String standardised(Graph graph, String numbers) {
        double[] means = model.inputs().stream().mapToDouble(Scale::mean).toArray();
        double[] factors = model.inputs().stream().mapToDouble(Scale::factor).toArray();
        String raw = graph.cast(numbers, ElementType.DOUBLE);
        String distance = graph.node("Sub", "distance", List.of(raw, graph.doubles("encoder.mean", means, dense)));
        String scaled = graph.node("Mul", "scaled", List.of(distance, graph.doubles("encoder.factor", factors, dense)));
        String nothing = graph.node("IsNaN", "scaled/missing", List.of(scaled));
        String zero = graph.doubles("zero", new double[] {0});
        String filled = graph.node("Where", "filled", List.of(nothing, zero, scaled));
        String least = graph.doubles("encoder.least", new double[] {-Encoder.LIMIT});
        String most = graph.doubles("encoder.most", new double[] {Encoder.LIMIT});
        return graph.cast(graph.node("Clip", "standardised", List.of(filled, least, most)), ElementType.FLOAT);
    }
}

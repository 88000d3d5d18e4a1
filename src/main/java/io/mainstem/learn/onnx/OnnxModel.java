package io.mainstem.learn.onnx;

import io.mainstem.learn.FrozenModel;
import io.mainstem.spec.TaskSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A learner's model in the Open Neural Network Exchange format (onnx.ai), operator set {@value #OPERATOR_SET}. Its input
 * is a row of floats for each event, as {@link InputRow} says; the encoder's standardisation is part of the graph. Its
 * outputs are called as the tasks, see {@link TaskOutputs}. The metadata, {@code mainstem.*}, say what made it, and in
 * {@code mainstem.columns} and {@code mainstem.outputs} what each column means.
 */
public final class OnnxModel {

    private static final int OPERATOR_SET = 13;
    /** What came with that operator set; readers take all versions up to their own. */
    private static final int FORMAT = 7;

    private static final String METADATA = "mainstem.";

    private final Protobuf message;

    private OnnxModel(Protobuf message) {
        this.message = message;
    }

    /**
     * Makes the graph.
     *
     * @throws IllegalArgumentException if it is larger than such a file can be, 2 GiB
     */
    public static OnnxModel of(FrozenModel model, OnnxInfo info) {
        Graph graph = new Graph(model.spec().name());
        List<TaskSpec> tasks = model.spec().tasks();
        List<String> values =
                tasks.stream().map(task -> graph.reserve(task.name())).toList();
        List<TaskOutputs> outputs = new ArrayList<>();
        for (int t = 0; t < tasks.size(); t++) {
            outputs.add(TaskOutputs.reserve(graph, tasks.get(t), values.get(t)));
        }
        InputRow row = new InputRow(model);
        String input = graph.input(graph.reserve("features"), row.width());
        Layers layers = new Layers(graph, model, row, row.read(graph, input));
        List<String> representations =
                new TrunkGraph(layers, tasks).representations(model.spec().trunk());
        HeadGraph heads = new HeadGraph(graph, layers, model);
        for (int t = 0; t < tasks.size(); t++) {
            heads.add(t, outputs.get(t), representations.get(t));
        }

        Protobuf file = new Protobuf()
                .integer(1, FORMAT)
                .text(2, "mainstem")
                .text(3, info.producer())
                .integer(5, info.model().version())
                .text(6, doc(model, info))
                .message(7, graph.message())
                .message(8, new Protobuf().text(1, "").integer(2, OPERATOR_SET));
        metadata(model, info, row, outputs)
                .forEach((key, value) ->
                        file.message(14, new Protobuf().text(1, METADATA + key).text(2, value)));
        if (file.size() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the model takes " + file.size()
                    + " bytes, but an ONNX file has at most " + Integer.MAX_VALUE + ": export it as .npz");
        }
        return new OnnxModel(file);
    }

    private static String doc(FrozenModel model, OnnxInfo info) {
        return "Learner " + model.spec().name() + ", version " + info.model().version() + ", after "
                + info.model().step() + " steps. Metadata mainstem.columns says what each column of the input is.";
    }

    private static Map<String, String> metadata(
            FrozenModel model, OnnxInfo info, InputRow row, List<TaskOutputs> outputs) {
        return new TreeMap<>(Map.of(
                "name", model.spec().name(),
                "replica", String.valueOf(info.model().replica()),
                "epoch", String.valueOf(info.model().epoch()),
                "version", String.valueOf(info.model().version()),
                "step", String.valueOf(info.model().step()),
                "specHash", info.specHash(),
                "weightsChecksum", info.weightsChecksum(),
                "columns", Description.columns(model.spec().features(), model.columns(), row.offsets()),
                "outputs", Description.outputs(model.spec().tasks(), outputs)));
    }

    public void writeTo(OutputStream out) throws IOException {
        message.writeTo(out);
    }
}

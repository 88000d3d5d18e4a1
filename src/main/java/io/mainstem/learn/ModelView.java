package io.mainstem.learn;

import io.mainstem.encode.Encoder;
import io.mainstem.encode.InputLayout;
import io.mainstem.encode.TargetScaler;
import io.mainstem.event.LabelLayout;
import io.mainstem.learn.FrozenModel.Scale;
import io.mainstem.network.ArraySink;
import io.mainstem.network.Network;
import io.mainstem.network.NumpyArrays;
import io.mainstem.network.Parameters;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a learner that make its predictions, to be read. */
record ModelView(
        LearnerSpec spec,
        LabelLayout layout,
        InputLayout columns,
        Encoder encoder,
        TargetScaler targets,
        Network network) {

    FrozenModel frozen() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Parameters parameters = network.parameters();
        for (String name : parameters.names()) {
            weights.put(name, new Tensor(parameters.shape(name), parameters.values(name)));
        }
        List<List<Scale>> ofTargets = new ArrayList<>();
        Map<String, List<double @Nullable []>> centroids = new HashMap<>();
        for (int t = 0; t < layout.tasks(); t++) {
            TaskSpec task = spec.tasks().get(t);
            ofTargets.add(targetScales(t));
            if (task instanceof TaskSpec.Clustering) {
                centroids.put(task.name(), network.centroids(t));
            }
        }
        return new FrozenModel(spec, columns, inputScales(), weights, ofTargets, centroids);
    }

    void writeArrays(ArraySink sink) {
        network.writeArrays(sink);
        write("encoder", inputScales(), sink);
        for (int t = 0; t < layout.tasks(); t++) {
            if (spec.tasks().get(t) instanceof TaskSpec.Regression) {
                write("targets." + spec.tasks().get(t).name(), targetScales(t), sink);
            }
        }
    }

    private static void write(String name, List<Scale> scales, ArraySink sink) {
        if (!scales.isEmpty()) {
            sink.array(
                    name + ".mean",
                    NumpyArrays.of(scales.stream().mapToDouble(Scale::mean).toArray()));
            sink.array(
                    name + ".factor",
                    NumpyArrays.of(scales.stream().mapToDouble(Scale::factor).toArray()));
        }
    }

    private List<Scale> inputScales() {
        List<Scale> scales = new ArrayList<>();
        for (int c = 0; c < columns.denseWidth(); c++) {
            scales.add(new Scale(encoder.mean(c), encoder.factor(c)));
        }
        return scales;
    }

    private List<Scale> targetScales(int task) {
        List<Scale> scales = new ArrayList<>();
        for (int slot = layout.labelOffset(task); slot < layout.labelOffset(task + 1); slot++) {
            scales.add(new Scale(targets.mean(task, slot), targets.scale(task, slot)));
        }
        return scales;
    }
}

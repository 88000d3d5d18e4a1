package io.mainstem.learn;

import io.mainstem.encode.InputLayout;
import io.mainstem.spec.LearnerSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a learner predicts with, copied at one moment: enough to make the same predictions elsewhere.
 *
 * @param columns of the encoded features; a network's first matrices have a row for each dense one, then for each sparse one
 * @param inputs how each dense column is standardised
 * @param weights by their names, as {@link io.mainstem.network.Parameters} describes them, in their order
 * @param targets for each task, for each number of its label, between the network's units and the label's
 * @param centroids by the name of the task that clusters, for each cluster its place, {@code [width of the trunk]}; null
 *     for one that has none yet
 */
public record FrozenModel(
        LearnerSpec spec,
        InputLayout columns,
        List<Scale> inputs,
        Map<String, Tensor> weights,
        List<List<Scale>> targets,
        Map<String, List<double @Nullable []>> centroids) {

    /**
     * Between two units. An input x is {@code (x - mean) * factor} to the network, a prediction z of it
     * {@code mean + z * factor} to the user.
     */
    public record Scale(double mean, double factor) {}

    public FrozenModel {
        inputs = List.copyOf(inputs);
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        targets = List.copyOf(targets);
        centroids = Map.copyOf(centroids);
    }

    /**
     * A weight or a bias.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Tensor weight(String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter " + name + "; there are " + weights.keySet());
        }
        return tensor;
    }
}

package io.mainstem.app;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network to measure: dense inputs, a trunk of ReLU layers, and heads of a single output, one regression each.
 *
 * @param hidden units of the trunk's layers
 */
record BenchNetwork(int inputs, List<Integer> hidden, int heads) {

    BenchNetwork {
        hidden = List.copyOf(hidden);
    }

    /** All widths, as in {@code 64-128-128-3}. */
    String name() {
        return IntStream.of(widths()).mapToObj(Integer::toString).collect(Collectors.joining("-"));
    }

    /** Those of the inputs, each hidden layer, and the outputs. */
    int[] widths() {
        return IntStream.concat(
                        IntStream.of(inputs),
                        IntStream.concat(hidden.stream().mapToInt(Integer::intValue), IntStream.of(heads)))
                .toArray();
    }

    /** With Adam. Its features are not those of the network, which gets its inputs encoded. */
    LearnerSpec spec(int batch) {
        String tasks = IntStream.range(0, heads)
                .mapToObj(t -> "t" + t + ": {type: regression}")
                .collect(Collectors.joining(", "));
        return LearnerSpecReader.read(
                """
                name: bench
                features: {x: {type: number}}
                tasks: {%s}
                trunk: {layers: %s, activation: relu}
                optimizer: {type: adam, learningRate: 0.001}
                batch: {size: %d}
                """
                        .formatted(tasks, hidden, batch));
    }
}

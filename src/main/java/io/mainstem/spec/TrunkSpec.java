package io.mainstem.spec;

import java.util.List;

/** The part of the network that all tasks share. */
public sealed interface TrunkSpec {

    /** A multilayer perceptron. */
    record Mlp(List<LayerSpec> layers) implements TrunkSpec {
        public Mlp {
            layers = List.copyOf(layers);
        }
    }
}

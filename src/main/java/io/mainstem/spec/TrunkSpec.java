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

    /** Multi-gate mixture of experts (Ma et al. 2018); each expert is a multilayer perceptron. */
    record Mmoe(int experts, List<LayerSpec> layers) implements TrunkSpec {
        public Mmoe {
            layers = List.copyOf(layers);
        }
    }
}

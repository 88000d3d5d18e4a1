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

    /**
     * Progressive layered extraction (Tang et al. 2020); each expert is a multilayer perceptron.
     *
     * @param sharedExperts of a level, for all tasks
     * @param taskExperts of a level, for each task
     */
    record Ple(int levels, int sharedExperts, int taskExperts, List<LayerSpec> layers) implements TrunkSpec {
        public Ple {
            layers = List.copyOf(layers);
        }
    }
}

package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Experts side by side, and mixtures of some of them each. */
final class MixtureLevel {

    private final Expert[] experts;
    private final Mixture[] mixtures;

    /** Of experts that no other level has. */
    MixtureLevel(List<Expert> experts, List<Mixture> mixtures) {
        this.experts = experts.toArray(Expert[]::new);
        this.mixtures = mixtures.toArray(Mixture[]::new);
    }

    /** The experts', then the gates'. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        for (Expert expert : experts) {
            parameters.addAll(expert.parameters());
        }
        for (Mixture mixture : mixtures) {
            parameters.addAll(mixture.parameters());
        }
        return parameters;
    }

    /** Those of one expert. */
    List<Parameter> expert(int expert) {
        return experts[expert].parameters();
    }

    /** Those of a mixture's gate. */
    List<Parameter> gate(int mixture) {
        return mixtures[mixture].parameters();
    }

    Representation output(int mixture) {
        return mixtures[mixture].output();
    }

    void forward(MiniBatch batch) {
        for (Expert expert : experts) {
            expert.forward(batch);
        }
        for (Mixture mixture : mixtures) {
            mixture.forward(batch);
        }
    }

    /**
     * The parameters' gradients, and the sources' shares, of the mixtures' gradients, which this uses up. A mixture without
     * one leaves its gate unreached, and so stays an expert that none of the others mixes.
     */
    void backward(MiniBatch batch) {
        for (Mixture mixture : mixtures) {
            mixture.backward(batch);
        }
        for (Expert expert : experts) {
            expert.backward(batch);
        }
    }

    void activations(Map<String, Matrix> into) {
        for (Expert expert : experts) {
            expert.activations(into);
        }
    }
}

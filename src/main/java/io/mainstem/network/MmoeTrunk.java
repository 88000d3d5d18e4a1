package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Multi-gate mixture of experts (Ma et al. 2018): each task sees the experts through a gate of its own on the inputs. */
final class MmoeTrunk implements Trunk {

    private final Source inputs;
    private final List<Expert> experts = new ArrayList<>();
    /** One for each task. */
    private final List<Mixture> mixtures = new ArrayList<>();

    MmoeTrunk(TrunkSpec.Mmoe spec, List<TaskSpec> tasks, Source inputs, int capacity, InitialWeights initial) {
        this.inputs = inputs;
        for (int e = 0; e < spec.experts(); e++) {
            experts.add(new Expert("trunk.expert" + e, inputs, spec.layers(), capacity, initial));
        }
        for (TaskSpec task : tasks) {
            mixtures.add(new Mixture("trunk.gate." + task.name(), inputs, experts, capacity, initial));
        }
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        experts.forEach(expert -> parameters.addAll(expert.parameters()));
        mixtures.forEach(mixture -> parameters.addAll(mixture.parameters()));
        return parameters;
    }

    @Override
    public List<Parameter> lastShared() {
        return experts.stream().map(Expert::topWeights).toList();
    }

    @Override
    public Representation representation(int task) {
        return mixtures.get(task).output();
    }

    @Override
    public void forward(MiniBatch batch) {
        inputs.read(batch);
        for (int e = 0; e < experts.size(); e++) {
            experts.get(e).forward(batch);
        }
        for (int t = 0; t < mixtures.size(); t++) {
            mixtures.get(t).forward(batch);
        }
    }

    @Override
    public void backward(MiniBatch batch) {
        for (int t = 0; t < mixtures.size(); t++) {
            mixtures.get(t).backward(batch);
        }
        for (int e = 0; e < experts.size(); e++) {
            experts.get(e).backward(batch);
        }
    }

    @Override
    public Map<String, Matrix> activations() {
        Map<String, Matrix> activations = new LinkedHashMap<>();
        experts.forEach(expert -> expert.activations(activations));
        return activations;
    }
}

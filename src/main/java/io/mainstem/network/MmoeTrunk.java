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
    /** A mixture for each task. */
    private final MixtureLevel level;

    private final List<Parameter> lastShared;

    MmoeTrunk(TrunkSpec.Mmoe spec, List<TaskSpec> tasks, Source inputs, int capacity, InitialWeights initial) {
        this.inputs = inputs;
        List<Expert> experts = new ArrayList<>();
        for (int e = 0; e < spec.experts(); e++) {
            experts.add(new Expert("trunk.expert" + e, inputs, spec.layers(), capacity, initial));
        }
        List<Mixture> mixtures = new ArrayList<>();
        for (TaskSpec task : tasks) {
            mixtures.add(new Mixture("trunk.gate." + task.name(), inputs, experts, capacity, initial));
        }
        level = new MixtureLevel(experts, mixtures);
        lastShared = experts.stream().map(Expert::topWeights).toList();
    }

    @Override
    public List<Parameter> parameters() {
        return level.parameters();
    }

    @Override
    public List<Parameter> parameters(int task) {
        return level.gate(task);
    }

    @Override
    public List<Parameter> lastShared() {
        return lastShared;
    }

    @Override
    public Representation representation(int task) {
        return level.output(task);
    }

    @Override
    public void forward(MiniBatch batch) {
        inputs.read(batch);
        level.forward(batch);
    }

    @Override
    public void backward(MiniBatch batch) {
        level.backward(batch);
    }

    @Override
    public Map<String, Matrix> activations() {
        Map<String, Matrix> activations = new LinkedHashMap<>();
        level.activations(activations);
        return activations;
    }
}

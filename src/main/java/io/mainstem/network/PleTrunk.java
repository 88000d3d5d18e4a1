package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Progressive layered extraction (Tang et al. 2020, "Progressive Layered Extraction (PLE): A Novel Multi-Task Learning
 * Model for Personalized Recommendations"). A level has experts that all tasks share and experts of each task. A task
 * extracts, {@code [batch, width]}, a mixture of its own experts and the shared ones; below the top level there is one
 * more extraction, shared, of all experts of the level.
 *
 * <p>The lowest level reads the inputs. Further up, a task's experts and gate read what the task extracted one level
 * below, and the shared experts and the shared gate read what was extracted there for all. The heads read the top level.
 * A gate's columns are the task's own experts, then the shared ones; those of a shared gate the experts of each task in
 * turn, then the shared ones.
 *
 * <p>A task that gives no gradient leaves its gate of the two upper levels and its experts of the top level unreached.
 * Whatever lies lower gets its share of the other tasks' gradients, through the shared gates.
 */
final class PleTrunk implements Trunk {

    private final Source inputs;
    /** Bottom to top. */
    private final MixtureLevel[] levels;
    /** The experts that all tasks share at the top level. */
    private final List<Expert> lastShared;

    private final int tasks;
    private final int taskExperts;

    PleTrunk(TrunkSpec.Ple spec, List<TaskSpec> tasks, Source inputs, int capacity, InitialWeights initial) {
        this.inputs = inputs;
        this.tasks = tasks.size();
        taskExperts = spec.taskExperts();
        levels = new MixtureLevel[spec.levels()];
        List<Source> own = Collections.nCopies(tasks.size(), inputs);
        Source common = inputs;
        List<Expert> shared = List.of();
        for (int l = 0; l < levels.length; l++) {
            String name = "trunk." + l + ".";
            shared = new ArrayList<>();
            for (int e = 0; e < spec.sharedExperts(); e++) {
                shared.add(new Expert(name + "shared" + e, common, spec.layers(), capacity, initial));
            }
            List<Expert> all = new ArrayList<>();
            List<Mixture> mixtures = new ArrayList<>();
            for (int t = 0; t < tasks.size(); t++) {
                String task = "." + tasks.get(t).name();
                List<Expert> mixed = new ArrayList<>();
                for (int e = 0; e < spec.taskExperts(); e++) {
                    mixed.add(new Expert(name + "expert" + e + task, own.get(t), spec.layers(), capacity, initial));
                }
                all.addAll(mixed);
                mixed.addAll(shared);
                mixtures.add(new Mixture(name + "gate" + task, own.get(t), mixed, capacity, initial));
            }
            all.addAll(shared);
            List<Source> above =
                    mixtures.stream().map(each -> Source.of(each.output())).toList();
            if (l < levels.length - 1) {
                Mixture extraction = new Mixture(name + "gate", common, all, capacity, initial);
                mixtures.add(extraction);
                common = Source.of(extraction.output());
            }
            levels[l] = new MixtureLevel(all, mixtures);
            own = above;
        }
        lastShared = shared;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        for (MixtureLevel level : levels) {
            parameters.addAll(level.parameters());
        }
        return parameters;
    }

    @Override
    public List<Parameter> parameters(int task) {
        List<Parameter> parameters = new ArrayList<>();
        for (MixtureLevel level : levels) {
            for (int e = 0; e < taskExperts; e++) {
                parameters.addAll(level.expert(task * taskExperts + e));
            }
            parameters.addAll(level.gate(task));
        }
        return parameters;
    }

    /** A shared gate has a column for each expert of each task. */
    @Override
    public List<Parameter> crossing() {
        List<Parameter> parameters = new ArrayList<>();
        for (int l = 0; l < levels.length - 1; l++) {
            parameters.addAll(levels[l].gate(tasks));
        }
        return parameters;
    }

    @Override
    public List<Parameter> lastShared() {
        return lastShared.stream().map(Expert::topWeights).toList();
    }

    @Override
    public Representation representation(int task) {
        return levels[levels.length - 1].output(task);
    }

    @Override
    public void forward(MiniBatch batch) {
        inputs.read(batch);
        for (MixtureLevel level : levels) {
            level.forward(batch);
        }
    }

    @Override
    public void backward(MiniBatch batch) {
        for (int l = levels.length - 1; l >= 0; l--) {
            levels[l].backward(batch);
        }
    }

    @Override
    public Map<String, Matrix> activations() {
        Map<String, Matrix> activations = new LinkedHashMap<>();
        for (MixtureLevel level : levels) {
            level.activations(activations);
        }
        return activations;
    }
}

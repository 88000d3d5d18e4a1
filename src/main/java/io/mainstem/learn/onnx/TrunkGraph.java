package io.mainstem.learn.onnx;

import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The trunk as nodes. */
final class TrunkGraph {

    private static final String NAME = "trunk";

    private final Layers layers;
    private final List<TaskSpec> tasks;

    TrunkGraph(Layers layers, List<TaskSpec> tasks) {
        this.layers = layers;
        this.tasks = tasks;
    }

    /** What each task's head reads, {@code [batch, width]}. */
    List<String> representations(TrunkSpec trunk) {
        if (trunk instanceof TrunkSpec.Mlp mlp) {
            return Collections.nCopies(tasks.size(), layers.stack(NAME, layers.inputs(), mlp.layers()));
        } else if (trunk instanceof TrunkSpec.Mmoe mmoe) {
            return mmoe(mmoe);
        } else if (trunk instanceof TrunkSpec.Ple ple) {
            return ple(ple);
        }
        throw new IllegalArgumentException("no such trunk: " + trunk);
    }

    private List<String> mmoe(TrunkSpec.Mmoe spec) {
        List<String> experts = new ArrayList<>();
        for (int e = 0; e < spec.experts(); e++) {
            experts.add(layers.stack(NAME + ".expert" + e, layers.inputs(), spec.layers()));
        }
        return tasks.stream()
                .map(task -> layers.mixture(NAME + ".gate." + task.name(), layers.inputs(), experts))
                .toList();
    }

    /** A gate's experts are the task's own, then the shared ones; a shared gate's those of each task, then the shared ones. */
    private List<String> ple(TrunkSpec.Ple spec) {
        List<String> own = Collections.nCopies(tasks.size(), layers.inputs());
        String common = layers.inputs();
        for (int l = 0; l < spec.levels(); l++) {
            String name = NAME + "." + l + ".";
            List<String> shared = new ArrayList<>();
            for (int e = 0; e < spec.sharedExperts(); e++) {
                shared.add(layers.stack(name + "shared" + e, common, spec.layers()));
            }
            List<String> all = new ArrayList<>();
            List<String> above = new ArrayList<>();
            for (int t = 0; t < tasks.size(); t++) {
                String task = "." + tasks.get(t).name();
                List<String> mixed = new ArrayList<>();
                for (int e = 0; e < spec.taskExperts(); e++) {
                    mixed.add(layers.stack(name + "expert" + e + task, own.get(t), spec.layers()));
                }
                all.addAll(mixed);
                mixed.addAll(shared);
                above.add(layers.mixture(name + "gate" + task, own.get(t), mixed));
            }
            all.addAll(shared);
            if (l < spec.levels() - 1) {
                common = layers.mixture(name + "gate", common, all);
            }
            own = above;
        }
        return own;
    }
}

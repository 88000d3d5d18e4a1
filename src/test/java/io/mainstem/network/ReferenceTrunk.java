package io.mainstem.network;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.TrunkSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The trunks, for one row, as golden/FORMAT.md writes them down; progressive layered extraction as Tang et al. 2020 do. */
final class ReferenceTrunk {

    private final TrunkSpec spec;
    private final List<String> tasks;
    private final ReferenceLayers layers;

    ReferenceTrunk(LearnerSpec spec, ReferenceLayers layers) {
        this.spec = spec.trunk();
        this.tasks = spec.tasks().stream().map(TaskSpec::name).toList();
        this.layers = layers;
    }

    /** What the head of each task reads. */
    List<double[]> representations(double[] x) {
        if (spec instanceof TrunkSpec.Ple ple) {
            return extractions(ple, x);
        } else if (spec instanceof TrunkSpec.Mmoe mmoe) {
            List<double[]> experts = IntStream.range(0, mmoe.experts())
                    .mapToObj(e -> layers.layers("trunk.expert" + e, mmoe.layers(), x))
                    .toList();
            return tasks.stream()
                    .map(task -> layers.mixture("trunk.gate." + task, x, experts))
                    .toList();
        }
        double[] representation = layers.layers("trunk", ((TrunkSpec.Mlp) spec).layers(), x);
        return Collections.nCopies(tasks.size(), representation);
    }

    private List<double[]> extractions(TrunkSpec.Ple ple, double[] x) {
        List<double[]> own = Collections.nCopies(tasks.size(), x);
        double[] common = x;
        for (int level = 0; level < ple.levels(); level++) {
            String prefix = "trunk." + level + ".";
            List<double[]> shared = new ArrayList<>();
            for (int e = 0; e < ple.sharedExperts(); e++) {
                shared.add(layers.layers(prefix + "shared" + e, ple.layers(), common));
            }
            List<double[]> all = new ArrayList<>();
            List<double[]> extracted = new ArrayList<>();
            for (int t = 0; t < tasks.size(); t++) {
                List<double[]> experts = new ArrayList<>();
                for (int e = 0; e < ple.taskExperts(); e++) {
                    experts.add(layers.layers(prefix + "expert" + e + "." + tasks.get(t), ple.layers(), own.get(t)));
                }
                all.addAll(experts);
                experts.addAll(shared);
                extracted.add(layers.mixture(prefix + "gate." + tasks.get(t), own.get(t), experts));
            }
            all.addAll(shared);
            if (level < ple.levels() - 1) {
                common = layers.mixture(prefix + "gate", common, all);
            }
            own = extracted;
        }
        return own;
    }

    /** The weights that all tasks share last. */
    List<String> lastShared() {
        if (spec instanceof TrunkSpec.Ple ple) {
            String top = "." + (ple.layers().size() - 1) + ".W";
            return IntStream.range(0, ple.sharedExperts())
                    .mapToObj(e -> "trunk." + (ple.levels() - 1) + ".shared" + e + top)
                    .toList();
        } else if (spec instanceof TrunkSpec.Mmoe mmoe) {
            String top = "." + (mmoe.layers().size() - 1) + ".W";
            return IntStream.range(0, mmoe.experts())
                    .mapToObj(e -> "trunk.expert" + e + top)
                    .toList();
        }
        return List.of("trunk." + (((TrunkSpec.Mlp) spec).layers().size() - 1) + ".W");
    }

    /** Whether the trunk's parameter gets a gradient where these tasks, at least one, take part. */
    boolean reached(String name, Set<String> active) {
        return tasks.stream().filter(task -> !active.contains(task)).noneMatch(silent -> servesOnly(silent, name));
    }

    /** Whether nothing that the other tasks read depends on the parameter. */
    private boolean servesOnly(String task, String name) {
        if (spec instanceof TrunkSpec.Ple ple) {
            int level = Integer.parseInt(name.split("\\.", -1)[1]);
            boolean expert = name.matches("trunk\\.[0-9]+\\.expert[0-9]+\\." + Pattern.quote(task) + "\\..*");
            boolean gate = name.startsWith("trunk." + level + ".gate." + task + ".");
            // A shared gate hands all experts of its level on to all tasks, and with them what they read of the level
            // below.
            return (expert && level == ple.levels() - 1) || (gate && level >= ple.levels() - 2);
        }
        return spec instanceof TrunkSpec.Mmoe && name.startsWith("trunk.gate." + task + ".");
    }

    /** Whether the parameter is the weights of a layer that reads the inputs. */
    boolean readsInputs(String name) {
        if (spec instanceof TrunkSpec.Ple) {
            return name.matches("trunk\\.0\\.(gate.*|(shared|expert).*\\.0)\\.W");
        }
        return name.matches("trunk\\.(expert[0-9]+\\.)?0\\.W") || name.matches("trunk\\.gate\\..*\\.W");
    }
}

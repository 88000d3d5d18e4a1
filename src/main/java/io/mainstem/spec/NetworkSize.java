package io.mainstem.spec;

import java.util.List;

/**
 * How large a learner's network is. Counted in doubles, in which nothing that a file may say overflows, and whole numbers
 * are exact far beyond any limit.
 */
final class NetworkSize {

    private final LearnerSpec spec;
    private final double inputs;
    private final int tasks;
    private final List<LayerSpec> layers;
    private double weights;
    private double units;

    /**
     * Of a learner.
     *
     * @param inputs columns that the lowest layers read
     */
    NetworkSize(LearnerSpec spec, double inputs) {
        this.spec = spec;
        this.inputs = inputs;
        tasks = spec.tasks().size();
        layers = layers(spec.trunk());
        if (spec.trunk() instanceof TrunkSpec.Mmoe mmoe) {
            level(mmoe.experts(), tasks, mmoe.experts(), inputs);
        } else if (spec.trunk() instanceof TrunkSpec.Ple ple) {
            levels(ple);
        } else {
            experts(1, inputs);
        }
        for (TaskSpec task : spec.tasks()) {
            head(task);
        }
    }

    static List<LayerSpec> layers(TrunkSpec trunk) {
        if (trunk instanceof TrunkSpec.Mmoe mmoe) {
            return mmoe.layers();
        }
        return trunk instanceof TrunkSpec.Ple ple ? ple.layers() : ((TrunkSpec.Mlp) trunk).layers();
    }

    static double top(TrunkSpec trunk) {
        List<LayerSpec> layers = layers(trunk);
        return layers.get(layers.size() - 1).units();
    }

    private void levels(TrunkSpec.Ple ple) {
        double mixed = (double) ple.sharedExperts() + ple.taskExperts();
        double all = ple.sharedExperts() + (double) ple.taskExperts() * tasks;
        double below = inputs;
        for (int l = 0; l < ple.levels(); l++) {
            level(all, tasks, mixed, below);
            if (l < ple.levels() - 1) {
                gate(1, all, below);
            }
            below = top(ple);
        }
    }

    private void level(double experts, double gates, double mixed, double below) {
        experts(experts, below);
        gate(gates, mixed, below);
    }

    private void gate(double gates, double mixed, double below) {
        weights += gates * mixed * below;
        units += gates * (mixed + top(spec.trunk()));
    }

    private void experts(double count, double below) {
        double in = below;
        for (LayerSpec layer : layers) {
            weights += count * in * layer.units();
            units += count * layer.units();
            in = layer.units();
        }
    }

    private void head(TaskSpec task) {
        double in = top(spec.trunk());
        for (LayerSpec layer : task.hidden()) {
            weights += in * layer.units();
            units += layer.units();
            in = layer.units();
        }
        double outputs = task instanceof TaskSpec.Clustering clustering ? clustering.k() : task.outputWidth();
        weights += in * outputs;
        units += outputs;
    }

    /** Of all layers together, without biases. */
    double weights() {
        return weights;
    }

    /** Of all layers together: the numbers that an event becomes on its way. */
    double units() {
        return units;
    }
}

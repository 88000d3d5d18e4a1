package io.mainstem.spec;

import java.util.List;

/**
 * What the parts of a learner amount to together: each may be large, all of them at once may not. The limits are those of
 * Java's arrays and of a record of Kafka's, found before the learner starts.
 */
final class Sizes {

    /** Weights of the layer on the inputs, or of those between the levels of a trunk, and numbers of a mini-batch: arrays of theirs are counted in int bytes. */
    private static final long MOST_NUMBERS = 250_000_000;

    /** Numbers of a task's sliding window. */
    private static final long MOST_IN_WINDOW = 100_000_000;

    /** A prediction names every class and label; with the probabilities it must stay below a megabyte. */
    private static final long MOST_CHARACTERS = 200_000;

    private Sizes() {}

    static void check(LearnerSpec spec, Fields root, Problems problems) {
        long dense = 0;
        long sparse = 0;
        for (FeatureSpec feature : spec.features()) {
            dense += numbers(feature);
            sparse += Math.max(1, numbers(feature)) + buckets(feature);
        }
        long units = firstUnits(spec.trunk(), spec.tasks().size());
        if ((dense + sparse) * units > MOST_NUMBERS) {
            problems.add(
                    root.required("features").place(),
                    "%d columns of input are too much for a first layer of %d units: at most %d weights"
                            .formatted(dense + sparse, units, MOST_NUMBERS));
        }
        if (dense * spec.batch().size() > MOST_NUMBERS) {
            problems.add(
                    root.required("features").place(),
                    "%d numbers an event are too much for a batch.size of %d: at most %d together"
                            .formatted(dense, spec.batch().size(), MOST_NUMBERS));
        }
        if (spec.trunk() instanceof TrunkSpec.Ple ple && betweenLevels(ple, units) > MOST_NUMBERS) {
            problems.add(
                    root.required("trunk").place(),
                    "%d levels are too much for experts of together %d units upon %d: at most %d weights between levels"
                            .formatted(ple.levels(), units, topUnits(ple), MOST_NUMBERS));
        }
        long characters = 0;
        for (TaskSpec task : spec.tasks()) {
            long row = (long) task.outputWidth() + task.labelWidth();
            if (row * spec.metrics().window() > MOST_IN_WINDOW) {
                problems.add(
                        root.required("tasks").place(),
                        "%d numbers of task %s are too much for a metrics.window of %d: at most %d together"
                                .formatted(row, task.name(), spec.metrics().window(), MOST_IN_WINDOW));
            }
            characters += task.name().length()
                    + names(task).stream().mapToLong(n -> n.length() + 25L).sum();
        }
        if (characters > MOST_CHARACTERS) {
            problems.add(
                    root.required("tasks").place(),
                    "the names of all classes and labels are too much for a prediction that names them: at most %d characters"
                            .formatted(MOST_CHARACTERS));
        }
    }

    /** Of all experts together. */
    private static long firstUnits(TrunkSpec trunk, int tasks) {
        if (trunk instanceof TrunkSpec.Mmoe mmoe) {
            return (long) mmoe.experts() * mmoe.layers().get(0).units();
        } else if (trunk instanceof TrunkSpec.Ple ple) {
            long experts = ple.sharedExperts() + (long) ple.taskExperts() * tasks;
            return experts * ple.layers().get(0).units();
        }
        return ((TrunkSpec.Mlp) trunk).layers().get(0).units();
    }

    /** Weights with which the experts of all levels but the lowest read the level below. */
    private static long betweenLevels(TrunkSpec.Ple ple, long firstUnits) {
        return (ple.levels() - 1) * topUnits(ple) * firstUnits;
    }

    private static long topUnits(TrunkSpec.Ple ple) {
        return ple.layers().get(ple.layers().size() - 1).units();
    }

    private static long numbers(FeatureSpec feature) {
        if (feature instanceof FeatureSpec.Vector vector) {
            return vector.size();
        }
        return feature instanceof FeatureSpec.Numeric ? 1 : 0;
    }

    private static long buckets(FeatureSpec feature) {
        if (feature instanceof FeatureSpec.Category category) {
            return category.buckets();
        }
        if (feature instanceof FeatureSpec.Bag bag) {
            return bag.buckets();
        }
        return feature instanceof FeatureSpec.Text text ? text.buckets() : 0;
    }

    private static List<String> names(TaskSpec task) {
        if (task instanceof TaskSpec.Multiclass multiclass) {
            return multiclass.classes();
        }
        return task instanceof TaskSpec.Multilabel multilabel ? multilabel.labels() : List.of();
    }
}

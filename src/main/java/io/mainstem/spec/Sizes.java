package io.mainstem.spec;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the parts of a learner amount to together: each may be large, all of them at once may not. The limits are those of
 * Java's arrays and of a record of Kafka's, found before the learner starts. What is within them may still be more than
 * the memory of a machine.
 */
final class Sizes {

    /** Weights of a layer, or of all, and numbers of a mini-batch: arrays of theirs are counted in int bytes. */
    private static final long MOST_NUMBERS = 250_000_000;

    /** Numbers of a task's sliding window. */
    private static final long MOST_IN_WINDOW = 100_000_000;

    /** A prediction names every class and label; with the probabilities it must stay below a megabyte. */
    private static final long MOST_CHARACTERS = 200_000;

    /** Bytes of the directory of a learner's state that the tasks take; it has to fit in one block of 512 KB. */
    private static final long MOST_IN_DIRECTORY = 400_000;

    /** Bytes of an entry of a task in that directory, beside the task's name. */
    private static final int ENTRY_BYTES = 23;

    /** Of a name in that directory, in bytes of UTF-8. */
    private static final int LONGEST_NAME = Short.MAX_VALUE;

    private Sizes() {}

    static void check(LearnerSpec spec, Fields root, Problems problems) {
        long dense = 0;
        long sparse = 0;
        for (FeatureSpec feature : spec.features()) {
            dense += numbers(feature);
            sparse += Math.max(1, numbers(feature)) + buckets(feature);
        }
        long units = firstUnits(spec.trunk(), spec.tasks().size());
        boolean fits = true;
        if ((double) (dense + sparse) * units > MOST_NUMBERS) {
            fits = false;
            problems.add(
                    root.required("features").place(),
                    "%d columns of input are too much for a first layer of %d units: at most %d weights"
                            .formatted(dense + sparse, units, MOST_NUMBERS));
        }
        if (dense * spec.batch().size() > MOST_NUMBERS) {
            fits = false;
            problems.add(
                    root.required("features").place(),
                    "%d numbers an event are too much for a batch.size of %d: at most %d together"
                            .formatted(dense, spec.batch().size(), MOST_NUMBERS));
        }
        if (spec.trunk() instanceof TrunkSpec.Ple ple && betweenLevels(ple, units) > MOST_NUMBERS) {
            fits = false;
            problems.add(
                    root.required("trunk").place(),
                    "%d levels are too much for experts of together %d units upon %d: at most %d weights between levels"
                            .formatted(ple.levels(), units, topUnits(ple), MOST_NUMBERS));
        }
        fits &= layersFit(spec, root, problems);
        if (fits) {
            networkFits(spec, new NetworkSize(spec, (double) dense + sparse), root, problems);
        }
        directoryFits(spec, root, problems);
        long characters = 0;
        for (TaskSpec task : spec.tasks()) {
            long row = (long) task.outputWidth() + task.labelWidth();
            if (row * spec.metrics().window() > MOST_IN_WINDOW) {
                problems.add(
                        root.required("tasks").place(),
                        "%d numbers of task %s are too much for a metrics.window of %d: at most %d together"
                                .formatted(row, task.name(), spec.metrics().window(), MOST_IN_WINDOW));
            }
            if (spec.intervals() instanceof IntervalSpec.Adaptive adaptive
                    && task instanceof TaskSpec.Regression
                    && (long) task.outputWidth() * adaptive.window() > MOST_IN_WINDOW) {
                problems.add(
                        root.required("tasks").place(),
                        "%d outputs of task %s are too much for an intervals.window of %d: at most %d numbers together"
                                .formatted(task.outputWidth(), task.name(), adaptive.window(), MOST_IN_WINDOW));
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

    /** Each layer upon the one below it, but for those that {@link #check} looks at. */
    private static boolean layersFit(LearnerSpec spec, Fields root, Problems problems) {
        List<LayerSpec> layers = NetworkSize.layers(spec.trunk());
        Place trunk = root.required("trunk").place().key("layers");
        boolean fit = upwards(layers.get(0).units(), layers.subList(1, layers.size()), trunk, problems);
        long top = layers.get(layers.size() - 1).units();
        for (TaskSpec task : spec.tasks()) {
            Place place = root.required("tasks").place().key(task.name());
            List<LayerSpec> hidden = task.hidden();
            fit &= upwards(top, hidden, place.key("hidden"), problems);
            long below = hidden.isEmpty() ? top : hidden.get(hidden.size() - 1).units();
            fit &= upon(below, task.outputWidth(), "outputs", place, problems);
        }
        return fit;
    }

    private static boolean upwards(long lowest, List<LayerSpec> layers, Place place, Problems problems) {
        boolean fit = true;
        long below = lowest;
        for (LayerSpec layer : layers) {
            fit &= upon(below, layer.units(), "units", place, problems);
            below = layer.units();
        }
        return fit;
    }

    private static boolean upon(long below, long units, String what, Place place, Problems problems) {
        boolean fits = below * units <= MOST_NUMBERS;
        if (!fits) {
            problems.add(
                    place,
                    "%d %s are too much for a layer upon %d units: at most %d weights"
                            .formatted(units, what, below, MOST_NUMBERS));
        }
        return fits;
    }

    private static void networkFits(LearnerSpec spec, NetworkSize network, Fields root, Problems problems) {
        if (network.weights() > MOST_NUMBERS) {
            problems.add(
                    root.required("trunk").place(),
                    "%.0f weights in all layers, experts and gates together are too much for a learner: at most %d"
                            .formatted(network.weights(), MOST_NUMBERS));
        }
        if (network.units() * spec.batch().size() > MOST_NUMBERS) {
            problems.add(
                    root.required("trunk").place(),
                    "%.0f units in all layers, experts and gates together are too much for a batch.size of %d: at most %d numbers"
                            .formatted(network.units(), spec.batch().size(), MOST_NUMBERS));
        }
    }

    private static void directoryFits(LearnerSpec spec, Fields root, Problems problems) {
        Place tasks = root.required("tasks").place();
        long bytes = 0;
        for (TaskSpec task : spec.tasks()) {
            int name = task.name().getBytes(StandardCharsets.UTF_8).length;
            if (name > LONGEST_NAME) {
                problems.add(
                        tasks.key(task.name()),
                        "a name of %d bytes in UTF-8 is too much for a task: at most %d".formatted(name, LONGEST_NAME));
            }
            bytes += entries(spec) * (ENTRY_BYTES + (long) name);
        }
        if (bytes > MOST_IN_DIRECTORY) {
            problems.add(
                    tasks,
                    "%d tasks are too many: with their names they take %d bytes in the directory of a state, at most %d fit"
                            .formatted(spec.tasks().size(), bytes, MOST_IN_DIRECTORY));
        }
    }

    /** Of each task: its share of the network, that of the optimiser, metrics, drift and intervals, and what is declared. */
    private static long entries(LearnerSpec spec) {
        long entries = 5;
        entries += spec.metrics().holdOut() > 0 ? 1 : 0;
        entries += spec.labels().areAwaited() ? 1 : 0;
        entries += spec.twins().cost() > 0 ? 2 : 0;
        return entries;
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

package io.mainstem.learn;

import io.mainstem.evaluate.LabelAges;
import io.mainstem.event.LabelAge;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of labels that were waited for, by task, and how good the predictions were by their age. */
final class LabelScores {

    private final boolean awaited;
    private final LabelCounts[] counts;
    /** {@code [tasks]} null for those whose labels are not waited for. */
    private final @Nullable LabelAges[] ages;

    LabelScores(LearnerSpec spec) {
        awaited = spec.labels().areAwaited();
        counts = new LabelCounts[spec.tasks().size()];
        ages = new LabelAges[counts.length];
        for (int t = 0; t < counts.length; t++) {
            TaskSpec task = spec.tasks().get(t);
            counts[t] = new LabelCounts();
            if (spec.labels().waits().containsKey(task.name())) {
                ages[t] = LabelAges.of(task);
            }
        }
    }

    /** {@code [tasks]} */
    LabelCounts[] counts() {
        return counts;
    }

    /** By kind; none where no labels are waited for. */
    Map<String, Long> counts(int task) {
        return awaited ? counts[task].byName() : Map.of();
    }

    /** By age; none where those of the task are not waited for. */
    Map<String, LabelAge> ages(int task) {
        LabelAges ofTask = ages[task];
        return ofTask == null ? Map.of() : ofTask.scores();
    }

    /** Scores a label of the example against what was predicted. */
    void score(int task, Example example, double[] outputs, int outputOffset, int labelOffset) {
        LabelAges ofTask = ages[task];
        if (ofTask != null) {
            ofTask.add(example.age(), outputs, outputOffset, example.labels().values(), labelOffset);
        }
    }

    /** The counts as they are now; to be run later, and they are that again. */
    Runnable keepCounts() {
        List<Runnable> all = Arrays.stream(counts).map(LabelCounts::keep).toList();
        return () -> all.forEach(Runnable::run);
    }

    int stateBytes(int task) {
        LabelAges ofTask = ages[task];
        return counts[task].stateBytes() + (ofTask == null ? 0 : ofTask.stateBytes());
    }

    void write(int task, ByteBuffer out) {
        LabelAges ofTask = ages[task];
        counts[task].write(out);
        if (ofTask != null) {
            ofTask.write(out);
        }
    }

    void read(int task, ByteBuffer in) {
        LabelAges ofTask = ages[task];
        counts[task].read(in);
        if (ofTask != null) {
            ofTask.read(in);
        }
    }
}

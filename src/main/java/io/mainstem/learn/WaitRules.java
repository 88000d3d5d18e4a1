package io.mainstem.learn;

import io.mainstem.event.Labels;
import io.mainstem.learn.Kept.Known;
import io.mainstem.learn.Kept.Pending;
import io.mainstem.spec.LabelsSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RepeatSpec;
import io.mainstem.spec.TaskSpec;
import io.mainstem.spec.WaitSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the learner file says of waiting, as times of the stream. */
final class WaitRules {

    private final LabelsSpec labels;
    private final @Nullable RepeatSpec repeats;
    private final List<String> names;
    /** {@code [tasks]} null for a task whose labels are not waited for. */
    private final @Nullable WaitSpec[] waits;

    WaitRules(LearnerSpec learner) {
        labels = learner.labels();
        repeats = learner.events().repeats();
        names = learner.tasks().stream().map(TaskSpec::name).toList();
        waits = names.stream().map(labels.waits()::get).toArray(WaitSpec[]::new);
    }

    int tasks() {
        return names.size();
    }

    String name(int task) {
        return names.get(task);
    }

    boolean isAwaited(int task) {
        return waits[task] != null;
    }

    /** Whether a label is lacking that is waited for. */
    boolean awaitsMoreThan(Labels present) {
        for (int t = 0; t < waits.length; t++) {
            if (waits[t] != null && !present.present()[t]) {
                return true;
            }
        }
        return false;
    }

    LabelsSpec policies() {
        return labels;
    }

    /** The label that is taken for one that does not come. */
    @Nullable
    List<Double> otherwise(int task) {
        WaitSpec wait = waits[task];
        return wait == null ? null : wait.otherwise();
    }

    /** When the wait for the task's label is over; at once, where the learner file does not say any more that it is waited for. */
    long deadline(Known known, int task) {
        WaitSpec wait = waits[task];
        return known.time() + (wait == null ? 0 : wait.time().toMillis());
    }

    /** When something is to be done about the event next. */
    long due(Known known) {
        long due = Long.MAX_VALUE;
        for (Pending pending : known.tasks()) {
            if (pending.outputs().length > 0) {
                due = Math.min(due, deadline(known, pending.task()));
            }
        }
        if (due < Long.MAX_VALUE) {
            return due;
        }
        // The tasks that it waited for are gone from the learner file: its end is still to be noted.
        return known.end() == Known.OPEN ? known.time() : remembered(known, known.end());
    }

    /** Whether the event is to be taken for one that never came; it may still be there, as not all is done at once. */
    boolean isForgotten(Known known, long now) {
        long end = known.end();
        if (end == Known.OPEN) {
            end = known.time();
            for (Pending pending : known.tasks()) {
                if (pending.outputs().length > 0) {
                    end = Math.max(end, deadline(known, pending.task()));
                }
            }
        }
        return now >= remembered(known, end);
    }

    private long remembered(Known known, long end) {
        long ofLabels = labels.areAwaited() ? end + labels.remember().toMillis() : Long.MIN_VALUE;
        long ofRepeats = repeats == null
                ? Long.MIN_VALUE
                : known.arrival() + repeats.window().toMillis();
        return Math.max(ofLabels, ofRepeats);
    }

    boolean repeatsMatter() {
        return repeats != null;
    }

    /** Whether an event with the id of this one is the same. */
    boolean isRepeat(Known before, long now) {
        return repeats != null && now < before.arrival() + repeats.window().toMillis();
    }

    /** Until when a label waits for its event that came at the time. */
    long held(long since) {
        return since + labels.hold().toMillis();
    }
}

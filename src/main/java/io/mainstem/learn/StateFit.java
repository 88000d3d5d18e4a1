package io.mainstem.learn;

import io.mainstem.learn.StateComponent.Kind;
import io.mainstem.learn.StateDirectory.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a saved state fits a learner whose file may have changed since. Features and the shared trunk must be those of
 * before, and so must each task that there was; new tasks start afresh, and what is gone is dropped.
 */
final class StateFit {

    static final int NONE = -1;

    private record About(Kind kind, String name) {
        static About of(Entry entry) {
            return new About(entry.kind(), entry.name());
        }
    }

    /** What the saved state is taken up for. */
    enum Purpose {
        /** To go on as the learner that saved it. */
        GO_ON,
        /** To begin as a new learner that knows what that one knew: its model, and no count of what it has seen. */
        BEGIN
    }

    private static final String ANOTHER = "the state is that of another learner file: ";

    private final StateDirectory saved;
    private final int[] targets;
    private final boolean whole;
    private final Purpose purpose;
    /** Whether every task of either is also one of the other, and the same. */
    private final boolean sameTasks;

    private final Set<String> notes = new LinkedHashSet<>();

    /**
     * Compares.
     *
     * @throws InvalidStateException if it does not fit
     */
    StateFit(StateDirectory saved, StateDirectory own, Purpose purpose) {
        this.saved = saved;
        this.purpose = purpose;
        sameTasks = tasks(saved).equals(tasks(own));
        whole = purpose == Purpose.GO_ON && saved.equals(own);
        Map<About, Integer> indexes = new HashMap<>();
        for (int c = 0; c < own.entries().size(); c++) {
            indexes.put(About.of(own.entries().get(c)), c);
        }
        targets = new int[saved.entries().size()];
        for (int s = 0; s < targets.length; s++) {
            Entry entry = saved.entries().get(s);
            targets[s] = target(entry, indexes.remove(About.of(entry)), own);
        }
        if (purpose == Purpose.GO_ON && holdsOut(own) != holdsOut(saved)) {
            notes.add(
                    holdsOut(own)
                            ? "events are held out from now on"
                            : "no events are held out any more: their metrics are dropped");
        }
        for (Entry entry : own.entries()) {
            if (entry.kind() == Kind.TASK && indexes.containsKey(About.of(entry))) {
                notes.add("task " + entry.name() + " is new: it starts afresh");
            }
        }
    }

    private static Set<Entry> tasks(StateDirectory of) {
        return of.entries().stream().filter(entry -> entry.kind() == Kind.TASK).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean holdsOut(StateDirectory of) {
        return of.entries().stream().anyMatch(entry -> entry.kind() == Kind.TASK_HELD_OUT);
    }

    private int target(Entry entry, @Nullable Integer found, StateDirectory own) {
        if (found == null) {
            if (entry.kind() == Kind.TASK) {
                notes.add("task " + entry.name() + " is not in the learner file"
                        + (purpose == Purpose.GO_ON ? " any more: what it learned is dropped" : ": it is left out"));
            } else if (entry.kind() == Kind.WAITING && purpose == Purpose.GO_ON) {
                notes.add("no labels are waited for any more: the events that wait for some are given up");
            }
            return NONE;
        }
        if (purpose == Purpose.BEGIN && !isModel(entry.kind())) {
            return NONE;
        }
        Entry mine = own.entries().get(found);
        if (purpose == Purpose.BEGIN && entry.kind() == Kind.BALANCER && !sameTasks) {
            // What it knows of the tasks would be held against others of their names.
            notes.add(note(entry));
            return NONE;
        }
        if (mine.layout() == entry.layout() && mine.bytes() == entry.bytes()) {
            return found;
        }
        String note = note(entry);
        if (!note.isEmpty()) {
            notes.add(note);
        }
        return NONE;
    }

    /** Whether it makes predictions or steps; the other parts count what was seen. */
    private static boolean isModel(Kind kind) {
        return switch (kind) {
            case PROGRESS,
                    TASK_METRICS,
                    WAITING,
                    TASK_LABELS,
                    STEERING,
                    TASK_HELD_OUT,
                    TASK_DRIFT,
                    FEATURE_DRIFT,
                    DRIFT_REACTION,
                    TASK_INTERVALS,
                    TASK_TRANSFER,
                    TWIN -> false;
            case ENCODER, TRUNK, TRUNK_OPTIMIZER, CROSSING, CROSSING_OPTIMIZER, BALANCER, TASK, TASK_OPTIMIZER -> true;
        };
    }

    /** What it means that the component is laid out otherwise; empty if another's note says it. */
    private String note(Entry entry) {
        return switch (entry.kind()) {
            case PROGRESS -> throw new InvalidStateException(ANOTHER + "its counters differ");
            case ENCODER -> throw new InvalidStateException(ANOTHER + "its features differ");
            case TRUNK -> throw new InvalidStateException(ANOTHER + "its trunk differs");
            case TASK -> {
                if (purpose == Purpose.BEGIN) {
                    yield "task " + entry.name() + " is another in the learner file: it starts afresh";
                }
                throw new InvalidStateException(
                        ANOTHER + "its task " + entry.name() + " differs. By another name it would start afresh");
            }
            case TRUNK_OPTIMIZER -> "the optimizer is another: its moments start afresh";
            case TASK_OPTIMIZER, CROSSING_OPTIMIZER -> "";
            case CROSSING -> "the gates that mix the experts of all tasks start afresh";
            case BALANCER -> "the balancer starts afresh";
            case WAITING -> throw new InvalidStateException(ANOTHER + "its counters differ");
            case TASK_LABELS ->
                "the labels of task " + entry.name() + " are waited for otherwise: its counts of them start afresh";
            case STEERING -> "what commands had set is forgotten";
            case TASK_HELD_OUT -> "the metrics of what is held out start afresh";
            case DRIFT_REACTION -> "";
            case TASK_DRIFT, FEATURE_DRIFT -> "drift is detected otherwise: the detectors start afresh";
            case TASK_INTERVALS -> "the intervals of task " + entry.name() + " start afresh";
            case TASK_TRANSFER, TWIN -> "the twins start afresh";
            case TASK_METRICS -> "metrics.window is another, or metrics were kept otherwise: they start afresh";
        };
    }

    /** The component into which the saved one goes, or {@link #NONE}. */
    int target(int component) {
        return targets[component];
    }

    /** Whether the saved state is one of the same layout, so that everything fits. */
    boolean isWhole() {
        return whole;
    }

    /** The hash of the saved state's layout. */
    long layout() {
        return saved.hash();
    }

    /** Of the saved state. */
    int blocks() {
        return new BlockCut(saved.entries(), LearnerState.ROOM).blocks();
    }

    /** The tasks of the saved state, in their order. */
    List<Entry> tasks() {
        return saved.entries().stream()
                .filter(entry -> entry.kind() == Kind.TASK)
                .toList();
    }

    /** What does not go on as it was, a line each. */
    List<String> notes() {
        return new ArrayList<>(notes);
    }
}

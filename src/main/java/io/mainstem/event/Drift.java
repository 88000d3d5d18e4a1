package io.mainstem.event;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A change of the world that was noticed: the loss of a task has risen, or the mean of a feature has moved.
 *
 * @param time of the newest event taken, as in {@link Event#time()}
 * @param step of the model
 * @param events that the learner took so far
 * @param task whose loss has risen; null where it is a feature
 * @param feature whose mean has moved; null where it is a task
 * @param detector that noticed: {@code adwin} or {@code pageHinkley}
 * @param before the mean before
 * @param after the mean since
 * @param size by how many standard deviations it moved
 */
public record Drift(
        long time,
        int replica,
        long step,
        long events,
        @Nullable String task,
        @Nullable String feature,
        String detector,
        double before,
        double after,
        double size) {

    /** What it is of: the task or the feature. */
    public String of() {
        return task == null ? requireNonNull(feature) : task;
    }
}

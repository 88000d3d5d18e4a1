package io.mainstem.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command, on the metrics topic.
 *
 * @param id the command's, if it has one that can be read
 * @param command its name; null where it could not be read
 * @param model after the command; its replica is the partition whose learner answers
 * @param time of the newest event, as in {@link Event#time()}
 * @param refusal why nothing was done; null where it was
 * @param offsets of the last record that was taken from each source before it took effect, and its own, by {@code
 *     topic-partition}
 * @param steering after the command
 */
public record CommandAnswer(
        @Nullable String id,
        @Nullable String command,
        ModelVersion model,
        long time,
        @Nullable String refusal,
        Map<String, Long> offsets,
        Steering steering) {

    /** The key of answers on the metrics topic. */
    public static final String KEY = "control";

    public CommandAnswer {
        offsets = Map.copyOf(offsets);
    }

    public boolean isDone() {
        return refusal == null;
    }
}

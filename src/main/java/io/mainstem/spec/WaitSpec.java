package io.mainstem.spec;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long events wait for their label of a task, in event time.
 *
 * @param time from the event's own time on; the wait is over when the stream's time has come that far
 * @param otherwise the label of an event that got none in this time, {@code [task.labelWidth]} as in the labels of an
 *     event; null to learn nothing from it
 */
public record WaitSpec(Duration time, @Nullable List<Double> otherwise) {

    public WaitSpec {
        otherwise = otherwise == null ? null : List.copyOf(otherwise);
    }
}

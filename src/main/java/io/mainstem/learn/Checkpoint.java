package io.mainstem.learn;

import io.mainstem.event.ModelVersion;
import io.mainstem.event.Steering;
import io.mainstem.event.TaskMetrics;
import io.mainstem.spec.Source;
import java.util.List;
import java.util.Map;

/**
 * What the learner knows of itself at a new version.
 *
 * @param time of the newest event, as in {@link io.mainstem.event.Event#time()}
 * @param events taken so far, labelled or not
 * @param examples labelled ones learned so far
 * @param offsets of the last record taken from each source that one was taken from
 * @param weightsChecksum SHA-256 of the network's parameters, hexadecimal
 * @param steering what commands have set
 */
public record Checkpoint(
        ModelVersion model,
        long time,
        long events,
        long examples,
        Map<Source, Long> offsets,
        String weightsChecksum,
        Steering steering,
        List<TaskMetrics> metrics) {

    public Checkpoint {
        offsets = Map.copyOf(offsets);
        metrics = List.copyOf(metrics);
    }
}

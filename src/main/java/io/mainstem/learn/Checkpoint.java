package io.mainstem.learn;

import io.mainstem.event.ModelVersion;
import io.mainstem.event.TaskMetrics;
import java.util.List;

/**
 * What the learner knows of itself at a new version.
 *
 * @param time of the newest event, as in {@link io.mainstem.event.Event#time()}
 * @param events taken so far, labelled or not
 * @param examples labelled ones learned so far
 * @param offset source offset of the last event taken
 * @param weightsChecksum SHA-256 of the network's parameters, hexadecimal
 */
public record Checkpoint(
        ModelVersion model,
        long time,
        long events,
        long examples,
        long offset,
        String weightsChecksum,
        List<TaskMetrics> metrics) {}

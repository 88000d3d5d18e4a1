package io.mainstem.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Versions of the model on their topic.
 *
 * @param every labelled examples between two checkpoints
 * @param interval of event time after which a checkpoint is due even if fewer examples came; null for none
 * @param keep the newest so many stay, older ones are deleted
 */
public record CheckpointSpec(int every, @Nullable Duration interval, int keep) {}

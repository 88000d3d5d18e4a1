package io.mainstem.spec;

/**
 * Versions of the model on their topic.
 *
 * @param every labelled examples between two checkpoints
 * @param keep the newest so many stay, older ones are deleted
 */
public record CheckpointSpec(int every, int keep) {}

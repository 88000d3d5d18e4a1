package io.mainstem.spec;

/** Labelled examples between two checkpoints. */
public record CheckpointSpec(int every) {}

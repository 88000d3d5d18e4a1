package io.mainstem.spec;

/** A dense layer: its width and what follows its linear part. */
public record LayerSpec(int units, Activation activation) {}

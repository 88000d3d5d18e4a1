package io.mainstem.spec;

/** Penalties ½·l2·ΣW² + l1·Σ|W| on the weight matrices that got a gradient; zero for none. */
public record RegularizationSpec(double l1, double l2) {}

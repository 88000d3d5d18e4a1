package io.mainstem.event;

import java.util.Map;

/**
 * How a task does on labels of a certain age.
 *
 * @param labels scored
 * @param metrics over the whole run, by name
 */
public record LabelAge(long labels, Map<String, Double> metrics) {}

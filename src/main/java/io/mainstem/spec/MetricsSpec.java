package io.mainstem.spec;

/**
 * Metrics on their topic.
 *
 * @param every labelled examples between two records of a task
 * @param window labelled examples of a task that its sliding window holds
 */
public record MetricsSpec(int every, int window) {}

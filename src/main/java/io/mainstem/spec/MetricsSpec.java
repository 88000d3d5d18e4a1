package io.mainstem.spec;

/**
 * Metrics on their topic.
 *
 * @param every labelled examples between two records of a task
 * @param window labelled examples of a task that its sliding window holds
 * @param fading what is left of a label's weight, in the metrics that fade, after each further label of the task
 * @param holdOut the share of events, chosen by their ids, that are never trained on
 */
public record MetricsSpec(int every, int window, double fading, double holdOut) {

    static final double FADING = 0.999;

    /** With the usual fading, and nothing held out. */
    public MetricsSpec(int every, int window) {
        this(every, window, FADING, 0);
    }
}

package io.mainstem.event;

/**
 * What an event says beside its features, which went to a {@link FeatureSink}.
 *
 * @param time event time in epoch milliseconds, or {@link #NO_TIME}
 * @param labels those present; {@link Labels#isEmpty()} where there are none
 */
public record Event(String id, long time, Labels labels) implements Arrival {

    /** Stands for the time of an event without one. */
    public static final long NO_TIME = Long.MIN_VALUE;
}

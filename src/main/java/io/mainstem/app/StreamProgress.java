package io.mainstem.app;

import java.time.Duration;

/**
 * How far a stream of events was taken.
 *
 * @param events taken so far
 * @param total events there are, or {@link #UNKNOWN}
 * @param perSecond events a second, lately or on the whole
 * @param elapsed since the first event
 */
public record StreamProgress(long events, long total, double perSecond, Duration elapsed) {

    public static final long UNKNOWN = -1;
}

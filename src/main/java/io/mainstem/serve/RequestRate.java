package io.mainstem.serve;

import java.util.function.LongSupplier;

/** Lets so many requests a second through, and as many again that come at once; a token bucket. Thread-safe. */
final class RequestRate {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final LongSupplier nanoClock;
    private double left;
    private long filledAt;

    RequestRate(int perSecond, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
        left = 2.0 * perSecond;
        filledAt = nanoClock.getAsLong();
    }

    synchronized boolean allows() {
        long now = nanoClock.getAsLong();
        left = Math.min(2.0 * perSecond, left + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}

package io.mainstem.app;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Events a second, of a count that is looked at now and then. Time in which nothing came yet, or nothing comes any more,
 * does not count. For one thread.
 */
final class Speed {

    private static final long RECENT = TimeUnit.SECONDS.toNanos(2);

    private final LongSupplier nanoClock;
    private boolean looked;

    /** At the first look: a learner that goes on where it was has taken events before, which are not this run's. */
    private long before;

    private long events;
    private long startedAt;
    private long changedAt;
    private long sample;
    private long sampledAt;
    private double lately = Double.NaN;

    Speed(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Takes the count as it is now. */
    void saw(long count) {
        long now = nanoClock.getAsLong();
        if (!looked) {
            looked = true;
            before = count;
            sample = count;
            startedAt = now;
            changedAt = now;
            sampledAt = now;
        } else if (count > events) {
            changedAt = now;
        } else if (events == before) {
            startedAt = now;
            changedAt = now;
        }
        events = count;
        if (now - sampledAt >= RECENT) {
            lately = perSecond(count - sample, now - sampledAt);
            sample = count;
            sampledAt = now;
        }
    }

    /** The count of the last look. */
    long events() {
        return events;
    }

    /** In the last seconds; in the first ones, since the start. */
    double lately() {
        return Double.isNaN(lately) ? overall() : lately;
    }

    /** From the start to the last event. */
    double overall() {
        return perSecond(events - before, changedAt - startedAt);
    }

    /** From the start to the last event. */
    Duration elapsed() {
        return Duration.ofNanos(changedAt - startedAt);
    }

    private static double perSecond(long count, long nanos) {
        return nanos <= 0 ? 0 : count * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }
}

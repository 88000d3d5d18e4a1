package io.mainstem.app;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Keeps events at a steady rate: each has its due time, counted from the first, so that small delays do not add up. One
 * that comes more than a second late moves all that follow, instead of a burst. For one thread.
 */
public final class Pace {

    private static final long LONGEST_LAG = TimeUnit.SECONDS.toNanos(1);

    /** Sleeping takes about this long at least, so that for less it is not worth it. */
    private static final long SHORTEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(1);

    private final double nanosEach;
    private final LongSupplier nanoClock;
    private long start;
    private long events;

    Pace(double eventsPerSecond, LongSupplier nanoClock) {
        this.nanosEach = TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
        this.nanoClock = nanoClock;
    }

    /** So many events a second; infinite for as fast as may be. */
    public static Pace perSecond(double events) {
        return new Pace(events, System::nanoTime);
    }

    public static Pace unlimited() {
        return perSecond(Double.POSITIVE_INFINITY);
    }

    /**
     * Waits until the next event is due.
     *
     * @throws InterruptException if the thread is interrupted meanwhile
     */
    public void awaitNext() {
        for (long wait = untilNext(); wait >= SHORTEST_SLEEP; wait = untilDue()) {
            LockSupport.parkNanos(wait);
            if (Thread.interrupted()) {
                throw new InterruptException("interrupted between two events");
            }
        }
    }

    /** Takes one event on the schedule and tells how many nanoseconds remain until it is due; negative if it is late. */
    long untilNext() {
        if (events == 0) {
            start = nanoClock.getAsLong();
        }
        events++;
        long wait = untilDue();
        if (wait < -LONGEST_LAG) {
            start -= wait;
        }
        return wait;
    }

    private long untilDue() {
        return start + (long) ((events - 1) * nanosEach) - nanoClock.getAsLong();
    }
}

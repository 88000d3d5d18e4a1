package io.mainstem.spec;

import java.util.Locale;

/** What a time that is a number counts, from 1970-01-01T00:00:00Z on. */
public enum EpochUnit {
    MILLISECONDS,
    SECONDS,
    MICROSECONDS,
    NANOSECONDS;

    /** The unit as it stands in the learner file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whole milliseconds, what is finer cut off; at the bounds of a long where they are beyond them. */
    public long toMillis(long time) {
        return switch (this) {
            case MILLISECONDS -> time;
            case MICROSECONDS -> Math.floorDiv(time, 1000L);
            case NANOSECONDS -> Math.floorDiv(time, 1_000_000L);
            case SECONDS -> {
                long millis = time * 1000;
                boolean fits = Math.abs((double) time) < 9e15;
                yield fits ? millis : time < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
        };
    }
}

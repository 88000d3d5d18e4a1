package io.mainstem.learn;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What became of the labels of one task that were waited for: how many of each kind there were. */
@SuppressWarnings("EnumOrdinal") // counted by position; new kinds go to the end
final class LabelCounts {

    /** What became of a label; but for the first two, which are of the present, over the whole run. */
    enum Kind {
        /** Events that wait for it. */
        WAITING,
        /** Labels that wait for their event. */
        EARLY,
        /** It came in time. */
        ANSWERED,
        /** It did not, and another one was taken for it. */
        OTHERWISE,
        /** It did not, and nothing was learned. */
        DROPPED,
        /** It came after its wait. */
        LATE,
        /** It was not the first. */
        SECOND,
        /** Its event was not known. */
        UNKNOWN;

        private final String label = name().toLowerCase(Locale.ROOT);
    }

    private final long[] counts = new long[Kind.values().length];

    /** Not below 0: what waited before the task's labels were waited for otherwise was not counted here. */
    void add(Kind kind, long count) {
        counts[kind.ordinal()] = Math.max(0, counts[kind.ordinal()] + count);
    }

    /** By the kind's name, in lower case. */
    Map<String, Long> byName() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            all.put(kind.label, counts[kind.ordinal()]);
        }
        return Collections.unmodifiableMap(all);
    }

    /** What they are now; to be run later, and they are that again. */
    Runnable keep() {
        long[] kept = counts.clone();
        return () -> System.arraycopy(kept, 0, counts, 0, kept.length);
    }

    int stateBytes() {
        return counts.length * Long.BYTES;
    }

    void write(ByteBuffer out) {
        for (long count : counts) {
            out.putLong(count);
        }
    }

    void read(ByteBuffer in) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.getLong();
        }
    }
}

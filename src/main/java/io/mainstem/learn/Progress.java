package io.mainstem.learn;

import io.mainstem.event.Event;
import io.mainstem.event.Reason;
import io.mainstem.spec.Source;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** How far a learner has come: the counters of its state. */
@SuppressWarnings(
        "EnumOrdinal") // a saved state counts reasons and sources by their position; both say that new ones go to the
// end
final class Progress {

    /** Room for reasons that later versions add. */
    private static final int REASONS = 64;

    /** Records of all kinds, refused ones too; stamps what changes. */
    long records;

    long events;
    long examples;
    long batches;
    long epoch;
    long version;
    long time = Event.NO_TIME;
    long metricsDue;
    long checkpointDue;
    /** Event time of the newest checkpoint; before the first, of the first event that has one. */
    long checkpointTime = Event.NO_TIME;

    int waiting;
    private final long[] offsets = new long[Source.values().length];
    private final long[] rejected = new long[REASONS];

    Progress() {
        Arrays.fill(offsets, -1);
    }

    /** A record more, of whatever kind, from its place in its source. */
    void take(Source source, long offset) {
        records++;
        offsets[source.ordinal()] = offset;
    }

    /** The place in its source of the last record taken from there; -1 before the first. */
    long offset(Source source) {
        return offsets[source.ordinal()];
    }

    /** The same of each source that a record was taken from. */
    Map<Source, Long> offsets() {
        Map<Source, Long> all = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            if (offset(source) >= 0) {
                all.put(source, offset(source));
            }
        }
        return all;
    }

    void reject(Reason reason) {
        rejected[reason.ordinal()]++;
    }

    long rejected(Reason reason) {
        return rejected[reason.ordinal()];
    }

    int stateBytes() {
        return (10 + offsets.length + REASONS) * Long.BYTES + Integer.BYTES;
    }

    void write(ByteBuffer out) {
        out.putLong(records)
                .putLong(events)
                .putLong(examples)
                .putLong(batches)
                .putLong(epoch)
                .putLong(version);
        out.putLong(time).putLong(metricsDue).putLong(checkpointDue).putLong(checkpointTime);
        for (long offset : offsets) {
            out.putLong(offset);
        }
        for (long count : rejected) {
            out.putLong(count);
        }
        out.putInt(waiting);
    }

    void read(ByteBuffer in) {
        records = in.getLong();
        events = in.getLong();
        examples = in.getLong();
        batches = in.getLong();
        epoch = in.getLong();
        version = in.getLong();
        time = in.getLong();
        metricsDue = in.getLong();
        checkpointDue = in.getLong();
        checkpointTime = in.getLong();
        for (int s = 0; s < offsets.length; s++) {
            offsets[s] = in.getLong();
        }
        for (int r = 0; r < REASONS; r++) {
            rejected[r] = in.getLong();
        }
        waiting = in.getInt();
    }
}

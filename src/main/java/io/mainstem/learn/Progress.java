package io.mainstem.learn;

import io.mainstem.event.Event;
import io.mainstem.event.Reason;
import java.nio.ByteBuffer;

/** How far a learner has come: the counters of its state. */
@SuppressWarnings(
        "EnumOrdinal") // a saved state counts reasons by their position; Reason says that new ones go to the end
final class Progress {

    /** Room for reasons that later versions add. */
    private static final int REASONS = 64;

    /** Events and refused records together; stamps what changes. */
    long records;

    long events;
    long examples;
    long batches;
    long epoch;
    long version;
    long time = Event.NO_TIME;
    long offset = -1;
    long metricsDue;
    long checkpointDue;
    int waiting;
    private final long[] rejected = new long[REASONS];

    void reject(Reason reason) {
        rejected[reason.ordinal()]++;
    }

    long rejected(Reason reason) {
        return rejected[reason.ordinal()];
    }

    int stateBytes() {
        return (10 + REASONS) * Long.BYTES + Integer.BYTES;
    }

    void write(ByteBuffer out) {
        out.putLong(records)
                .putLong(events)
                .putLong(examples)
                .putLong(batches)
                .putLong(epoch)
                .putLong(version);
        out.putLong(time).putLong(offset).putLong(metricsDue).putLong(checkpointDue);
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
        offset = in.getLong();
        metricsDue = in.getLong();
        checkpointDue = in.getLong();
        for (int r = 0; r < REASONS; r++) {
            rejected[r] = in.getLong();
        }
        waiting = in.getInt();
    }
}

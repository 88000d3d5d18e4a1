package io.mainstem.learn;

import io.mainstem.event.Event;
import java.nio.ByteBuffer;

/** How far the waiting for labels has come: what of it is in the learner's own state. */
final class WaitProgress {

    /** The stream's time: the latest of any record; {@link Event#NO_TIME} before the first that has one. */
    long now = Event.NO_TIME;
    /** All that was due before this time is done. */
    long done = Event.NO_TIME;
    /** Events whose row is kept. */
    long rows;
    /** Events dropped as they were there before. */
    long repeated;

    /** What it is now; to be run later, and it is that again. */
    Runnable keep() {
        long[] kept = {now, done, rows, repeated};
        return () -> {
            now = kept[0];
            done = kept[1];
            rows = kept[2];
            repeated = kept[3];
        };
    }

    int stateBytes() {
        return 4 * Long.BYTES;
    }

    void write(ByteBuffer out) {
        out.putLong(now).putLong(done).putLong(rows).putLong(repeated);
    }

    void read(ByteBuffer in) {
        now = in.getLong();
        done = in.getLong();
        rows = in.getLong();
        repeated = in.getLong();
    }
}

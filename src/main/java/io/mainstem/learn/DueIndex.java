package io.mainstem.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which ids are due when, in the order of time and id. All of it is in the store; the nearest entries are in memory as well,
 * so that the store is read in long stretches, each of them once: what is deleted there before the place that was read last
 * is not passed over again, and nothing is read while nothing is due.
 */
final class DueIndex {

    /** Entries read at once; at most twice as many are in memory. */
    private static final int STRETCH = 512;

    private static final byte[] NOTHING = {};

    private final WaitStore store;
    private final TreeSet<byte[]> near = new TreeSet<>(Arrays::compareUnsigned);
    /** All entries up to this key are in memory; null for none, as none was read. */
    private byte @Nullable [] horizon;

    private boolean everything;

    /** Of a store in which nothing is due before the time. */
    DueIndex(WaitStore store, long time) {
        this.store = store;
        if (time > Long.MIN_VALUE) {
            horizon = WaitKeys.dueFrom(time);
        }
    }

    void add(long time, String id) {
        byte[] key = WaitKeys.due(time, id);
        store.put(key, NOTHING);
        if (everything || (horizon != null && Arrays.compareUnsigned(key, horizon) <= 0)) {
            near.add(key);
            if (near.size() > 2 * STRETCH) {
                forgetTheFar();
            }
        }
    }

    void remove(long time, String id) {
        byte[] key = WaitKeys.due(time, id);
        store.delete(key);
        near.remove(key);
    }

    /** The first entry, if it is due at that time or before. */
    byte @Nullable [] first(long time) {
        byte[] end = WaitKeys.dueFrom(time + 1);
        if (near.isEmpty() && !everything && (horizon == null || Arrays.compareUnsigned(horizon, end) < 0)) {
            read();
        }
        return near.isEmpty() || Arrays.compareUnsigned(near.first(), end) >= 0 ? null : near.first();
    }

    private void read() {
        byte[] from = horizon == null ? WaitKeys.dueFrom(Long.MIN_VALUE) : Arrays.copyOf(horizon, horizon.length + 1);
        List<byte[]> found = new ArrayList<>();
        // What comes after the index in the store is no entry of it.
        store.keysFrom(from, key -> {
            if (!WaitKeys.isDue(key)) {
                return false;
            }
            found.add(key);
            return found.size() < STRETCH;
        });
        near.addAll(found);
        everything = found.size() < STRETCH;
        if (!found.isEmpty()) {
            horizon = found.get(found.size() - 1);
        }
    }

    private void forgetTheFar() {
        List<byte[]> all = new ArrayList<>(near);
        near.tailSet(all.get(STRETCH), /* inclusive= */ true).clear();
        horizon = all.get(STRETCH - 1);
        everything = false;
    }
}

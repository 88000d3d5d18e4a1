package io.mainstem.stream;

import io.mainstem.learn.InvalidStateException;
import io.mainstem.learn.Learner;
import io.mainstem.learn.WaitStore;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What waits for labels, in a store of Kafka Streams: on disk, and in its changelog by the transaction of each record. */
final class WaitingStore implements WaitStore {

    private static final Bytes FIRST = Bytes.wrap(new byte[0]);

    private final KeyValueStore<Bytes, byte[]> store;

    private WaitingStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /**
     * The store of that learner.
     *
     * @throws InvalidStateException if the learner knows of rows and the store has none: its changelog was deleted
     */
    static WaitingStore of(Learner learner, KeyValueStore<Bytes, byte[]> store) {
        WaitingStore waiting = new WaitingStore(store);
        if (learner.awaiting() > 0 && waiting.isEmpty()) {
            throw new InvalidStateException(
                    learner.awaiting() + " events wait for labels, and nothing of them is in the"
                            + " changelog of store " + store.name()
                            + ": it was deleted or emptied. Bring it back, or start afresh under another application id");
        }
        return waiting;
    }

    private boolean isEmpty() {
        try (KeyValueIterator<Bytes, byte[]> all = store.range(FIRST, null)) {
            return !all.hasNext();
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    /** As a put of nothing: a delete would read what was there. */
    @Override
    public void delete(byte[] key) {
        store.put(Bytes.wrap(key), null);
    }

    @Override
    public void keysFrom(byte[] first, Predicate<byte[]> visitor) {
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(Bytes.wrap(first), null)) {
            while (entries.hasNext() && visitor.test(entries.next().key.get())) {
                // The visitor counts.
            }
        }
    }
}

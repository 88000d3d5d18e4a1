package io.mainstem.stream;

import io.mainstem.learn.InvalidStateException;
import io.mainstem.learn.Learner;
import io.mainstem.learn.LearnerState;
import io.mainstem.learn.Restored;
import io.mainstem.learn.WarmStart;
import io.mainstem.spec.LearnerSpec;
import java.nio.BufferUnderflowException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one partition's learner in memory, and lets Kafka Streams carry its state to the changelog, once a commit.
 *
 * <p>How that works: Streams puts a cache and the changelog around this store. After each record the processor puts a
 * <em>marker</em> for each block of state that changed, a byte array as long as the block but with nothing in it yet. Later
 * markers of the same block replace earlier ones in the cache. When Streams commits, it first flushes the cache, within
 * the transaction: each marker arrives here, is filled in place from the live learner, and goes on to the changelog. So a
 * block is serialised and sent once a commit, however many mini-batches changed it. Should the cache evict a marker
 * early, the block is sent as it was after the last whole record, and again at the commit.
 *
 * <p>After a restart the changelog's newest blocks come in through {@link #restore}, and the learner is made of them when
 * the processor asks for it. A standby only collects them. Nothing is on disk; it calls itself persistent because Streams
 * then keeps its process id, which fences a crashed predecessor's open transaction at once.
 *
 * <p>Used by one stream thread at a time.
 */
final class ModelStore implements KeyValueStore<Bytes, byte[]> {

    private static final Logger log = LoggerFactory.getLogger(ModelStore.class);

    /** Asking for this key makes the store hand itself over: Streams offers no other way through its wrappers. */
    private static final Bytes HANDSHAKE = Bytes.wrap(new byte[] {0});

    private static final ThreadLocal<@Nullable ModelStore> handedOver = new ThreadLocal<>();

    private final String name;
    private final LearnerSpec spec;
    private final Map<StateKey, byte[]> restored = new HashMap<>();
    private @Nullable Learner learner;
    private int partition;
    private int foreignBlocks;
    private final Position position = Position.emptyPosition();
    private boolean open;

    private final @Nullable WarmStart warmStart;

    private ModelStore(String name, LearnerSpec spec, @Nullable WarmStart warmStart) {
        this.name = name;
        this.spec = spec;
        this.warmStart = warmStart;
    }

    static KeyValueBytesStoreSupplier supplier(String name, LearnerSpec spec) {
        return supplier(name, spec, null);
    }

    /** The same, where what has no state yet begins with another's. */
    static KeyValueBytesStoreSupplier supplier(String name, LearnerSpec spec, @Nullable WarmStart warmStart) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new ModelStore(name, spec, warmStart);
            }

            @Override
            public String metricsScope() {
                return "mainstem-model";
            }
        };
    }

    /** The store behind what Streams gives a processor. */
    static ModelStore behind(KeyValueStore<Bytes, byte[]> wrapped) {
        handedOver.remove();
        try {
            wrapped.get(HANDSHAKE);
            ModelStore store = handedOver.get();
            if (store == null) {
                throw new IllegalStateException("the state store is not one of Mainstem's: " + wrapped.name());
            }
            return store;
        } finally {
            handedOver.remove();
        }
    }

    /** The live learner; made on the first call, from what the changelog held. */
    Learner learner() {
        if (learner == null) {
            Learner fresh = restored.isEmpty() ? untrained() : new Learner(spec, partition);
            if (!restored.isEmpty()) {
                if (warmStart != null) {
                    log.info(
                            "{} partition {}: has a state of its own and goes on from that, not from {}",
                            spec.name(),
                            partition,
                            warmStart.origin());
                }
                try {
                    Restored how = fresh.restore(
                            block -> saved(StateKey.block(block)),
                            slot -> ExamplePieces.join(piece -> saved(StateKey.example(slot, piece))));
                    foreignBlocks = how.whole() ? 0 : how.blocks();
                    how.notes().forEach(note -> log.warn("{} partition {}: {}", spec.name(), partition, note));
                } catch (InvalidStateException
                        | BufferUnderflowException
                        | IndexOutOfBoundsException
                        | NegativeArraySizeException e) {
                    throw new InvalidStateException("The saved state of " + name + ", partition " + partition
                            + ", cannot be used: " + e.getMessage()
                            + ". Nothing was learned on from it. Give the learner file that wrote it, or start afresh"
                            + " under another application id");
                }
                if (foreignBlocks == 0) {
                    restored.clear();
                }
            }
            learner = fresh;
        }
        return learner;
    }

    private Learner untrained() {
        if (warmStart == null) {
            return new Learner(spec, partition);
        }
        WarmStart.Begun begun = warmStart.begin(spec, partition);
        begun.notes().forEach(note -> log.warn("{} partition {}: {}", spec.name(), partition, note));
        return begun.learner();
    }

    /** What a learner without a state of its own begins with, for a message; null where with nothing. */
    @Nullable
    WarmStart warmStart() {
        return warmStart;
    }

    /**
     * Blocks in the changelog that another learner file wrote: this learner's are to replace them all. Until the first of
     * these is put, {@link #restored} keeps the others.
     */
    int foreignBlocks() {
        return foreignBlocks;
    }

    private byte[] saved(StateKey key) {
        byte[] value = restored.get(key);
        if (value == null) {
            throw new InvalidStateException("the changelog has no " + key);
        }
        return value;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        // Streams uses a store again after a task was closed dirty: whatever is here then must go.
        learner = null;
        foreignBlocks = 0;
        restored.clear();
        partition = context.taskId().partition();
        open = true;
        context.register(root, this::restore);
    }

    private void restore(byte[] key, byte @Nullable [] value) {
        if (learner != null && foreignBlocks > 0) {
            // What another learner file wrote is still what the changelog holds: whoever goes on goes on from that.
            learner = null;
            foreignBlocks = 0;
        } else if (learner != null) {
            becomeStandby(learner);
        }
        if (value == null) {
            restored.remove(StateKey.read(key));
        } else {
            restored.put(StateKey.read(key), value);
        }
    }

    /** An active task that turns into a standby gets updates of single blocks: it needs the others as bytes. */
    private void becomeStandby(Learner live) {
        LearnerState state = live.state();
        for (int block = 0; block < state.blocks(); block++) {
            byte[] record = new byte[state.size(block)];
            state.write(block, record);
            restored.put(StateKey.block(block), record);
        }
        for (int slot = 0; slot < live.waiting(); slot++) {
            List<byte[]> pieces = ExamplePieces.cut(live.waitingExample(slot));
            for (int piece = 0; piece < pieces.size(); piece++) {
                restored.put(StateKey.example(slot, piece), pieces.get(piece));
            }
        }
        learner = null;
    }

    /** A marker becomes the block; an example passes as it is, and so does null, which deletes. */
    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        if (foreignBlocks > 0) {
            foreignBlocks = 0;
            restored.clear();
        }
        StateKey stateKey = StateKey.read(key.get());
        if (value != null && stateKey.kind() == StateKey.Kind.BLOCK) {
            learner().state().write(stateKey.index(), value);
        }
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        if (key.equals(HANDSHAKE)) {
            handedOver.set(this);
        }
        return null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        learner = null;
        restored.clear();
        open = false;
    }

    @Override
    public boolean persistent() {
        return true;
    }

    /** Or Streams would note the changelog's offset on disk, and a restart would read only what came after it. */
    @Override
    @SuppressWarnings("deprecation") // deprecated since it is to go once all stores do this; until then it is asked
    public boolean managesOffsets() {
        return true;
    }

    /** None: all of the state is in the changelog. */
    @Override
    public @Nullable Long committedOffset(TopicPartition changelog) {
        return null;
    }

    /** Streams asks for it at every write; there are no queries whose freshness it could tell. */
    @Override
    public Position getPosition() {
        return position;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public long approximateNumEntries() {
        return learner == null ? restored.size() : learner.state().blocks() + (long) learner.waiting();
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        throw notForQueries();
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        throw notForQueries();
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        throw notForQueries();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        throw notForQueries();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw notForQueries();
    }

    private static UnsupportedOperationException notForQueries() {
        return new UnsupportedOperationException("the learner's state is no table: it cannot be queried by key");
    }
}

package io.mainstem.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds what the stores of waiting events take of the memory outside the heap: all of those of a process share one cache,
 * what is being written included. Made by Kafka Streams, by its name among the settings. Leaves other stores as they are.
 */
public final class WaitingStoreMemory implements RocksDBConfigSetter {

    private static final long CACHE_BYTES = 256L * 1024 * 1024;
    private static final long WRITE_BYTES = 48L * 1024 * 1024;
    /** Few and large: the filter of a large file is one block of some megabytes, and has to fit in one. */
    private static final int SHARD_BITS = 2;

    /** Of the cache, for indexes and filters, which data that is read or written must not drive out. */
    private static final double FOR_FILTERS = 0.4;

    private static final long BUFFER_BYTES = 16L * 1024 * 1024;
    private static final int BUFFERS = 3;

    private static @Nullable Cache cache;
    private static @Nullable WriteBufferManager writes;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (!storeName.endsWith(Nodes.WAITING)) {
            return;
        }
        synchronized (WaitingStoreMemory.class) {
            if (cache == null) {
                cache = new LRUCache(CACHE_BYTES, SHARD_BITS, /* strictCapacityLimit= */ false, FOR_FILTERS);
                writes = new WriteBufferManager(WRITE_BYTES, cache);
            }
            BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
            table.setBlockCache(cache);
            table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
            table.setCacheIndexAndFilterBlocks(true);
            table.setCacheIndexAndFilterBlocksWithHighPriority(true);
            table.setPinTopLevelIndexAndFilter(true);
            table.setPinL0FilterAndIndexBlocksInCache(true);
            options.setTableFormatConfig(table);
            options.setWriteBufferManager(writes);
        }
        // Most events are new: that their id is nowhere is to be known without a look into each sorted run.
        options.setMemtablePrefixBloomSizeRatio(0.05);
        options.setMemtableWholeKeyFiltering(true);
        options.setWriteBufferSize(BUFFER_BYTES);
        options.setMaxWriteBufferNumber(BUFFERS);
    }

    /** The cache stays for the stores to come. */
    @Override
    public void close(String storeName, Options options) {}
}

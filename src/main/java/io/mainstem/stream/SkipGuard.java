package io.mainstem.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.errors.TaskMigratedException;

/**
 * Notices when Kafka Streams passes over records, and makes it go back. Streams 4.3.1 does pass over some: a commit that
 * times out aborts the transaction and revives the task, which is to seek back to the last committed offset; but Streams
 * also asks for a rebalance then, and where that is over before the revived task is initialised, another task takes its
 * place, which was not told to seek. It goes on behind what was aborted, and those records would never be learned.
 *
 * <p>Remembers how far each partition was taken in this process, whatever became of it. Thread-safe.
 */
final class SkipGuard {

    private record Taken(long records, long offset) {}

    private final Map<Integer, Taken> byPartition = new ConcurrentHashMap<>();

    /**
     * To be called before the first record that a learner takes here.
     *
     * @param records that the learner has taken so far, as its restored state says
     * @param offset of the record that is next
     * @throws TaskMigratedException if records were passed over; Streams then gives up its partitions and gets them anew,
     *     from the committed offsets on
     */
    void beforeFirst(int partition, long records, long offset) {
        Taken taken = byPartition.get(partition);
        if (taken != null && records < taken.records() && offset > taken.offset()) {
            throw new TaskMigratedException("Records of partition " + partition + " before offset " + offset
                    + " were passed over after an aborted transaction: the learner has taken " + records + ", "
                    + taken.records() + " were taken before; going back to the committed offset");
        }
    }

    /** To be called when a learner goes, with how far it came. */
    void atEnd(int partition, long records, long offset) {
        byPartition.put(partition, new Taken(records, offset));
    }
}

package io.mainstem.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.errors.TaskMigratedException;

/**
 * Notices when Kafka Streams passes over records, and makes it go back. Streams 4.3.1 does pass over some: a commit that
 * times out makes it revive the task, which is to seek back from what was polled to what is committed; but Streams also
 * asks for a rebalance then, and where that is over before the revived task is initialised, as it is in a small group,
 * another task takes its place, which nobody told to seek. What was polled and not processed would never be learned.
 *
 * <p>Remembers how far each partition was taken in this process. Thread-safe.
 */
final class SkipGuard {

    /** A learner that had taken so many records, up to an offset. */
    private record Taken(long records, long offset) {}

    private final Map<Integer, Taken> taken = new ConcurrentHashMap<>();
    private final Map<Integer, Taken> doubted = new ConcurrentHashMap<>();

    /**
     * To be called before the first record that a learner takes here. A gap that is still there after going back is in
     * the topic: ends of transactions, records compacted or expired.
     *
     * @param records that the learner has taken so far, as its restored state says
     * @param offset of the record that is next
     * @throws TaskMigratedException if records may have been passed over; Streams then gives up its partitions and gets
     *     them anew, from the committed offsets on
     */
    void beforeFirst(int partition, long records, long offset) {
        Taken before = taken.get(partition);
        if (before == null || records > before.records()) {
            return;
        }
        long last = records == before.records() ? before.offset() + 1 : before.offset();
        Taken now = new Taken(records, offset);
        if (offset > last && !now.equals(doubted.put(partition, now))) {
            throw new TaskMigratedException("Offset " + offset + " of partition " + partition + " follows "
                    + before.offset() + ", and records may have been passed over: going back to what is committed");
        }
    }

    /** To be called when a learner goes, with how far it came. */
    void atEnd(int partition, long records, long offset) {
        taken.put(partition, new Taken(records, offset));
    }
}

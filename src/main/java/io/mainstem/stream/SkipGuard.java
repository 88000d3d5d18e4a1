package io.mainstem.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
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

    /** A learner whose state had come to an offset, and was given another one next. */
    private record Gap(long restored, long next) {}

    private final Map<TopicPartition, Long> taken = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Gap> doubted = new ConcurrentHashMap<>();

    /**
     * To be called before the first record that a learner takes here from a source. A gap that is still there after going
     * back is in the topic: ends of transactions, records compacted or expired.
     *
     * @param restored offset of the last record that the learner has taken from there, as its restored state says
     * @param next offset of the record that is next
     * @throws TaskMigratedException if records may have been passed over; Streams then gives up its partitions and gets
     *     them anew, from the committed offsets on
     */
    void beforeFirst(TopicPartition source, long restored, long next) {
        Long before = taken.get(source);
        if (before == null || restored > before) {
            return;
        }
        // All that was taken is committed, or some of it has to be taken again.
        long last = restored == before ? before + 1 : before;
        Gap gap = new Gap(restored, next);
        if (next > last && !gap.equals(doubted.put(source, gap))) {
            throw new TaskMigratedException("Offset " + next + " of " + source + " follows " + before
                    + ", and records may have been passed over: going back to what is committed");
        }
    }

    /** To be called when a learner goes, with the offset to which it came. */
    void atEnd(TopicPartition source, long offset) {
        taken.put(source, offset);
    }
}

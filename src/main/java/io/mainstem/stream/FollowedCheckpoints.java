package io.mainstem.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The checkpoints on a topic, for whoever asks often: it is read once, and from then on what is new on it. Belongs to one
 * thread, but for {@link #breakOff}.
 */
public final class FollowedCheckpoints implements AutoCloseable {

    /** Shorter than whoever asks waits, so that the reason is told. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

    /** Kafka keeps what says that a record is deleted for a day, unless told otherwise: after a break it may be gone. */
    private static final Duration BREAK = Duration.ofHours(1);

    private final CheckpointList list;
    private final TopicScan scan;
    private long readAt = System.nanoTime();

    /**
     * Connects at the first reading.
     *
     * @param client how to reach and talk to the cluster: settings of a Kafka client
     */
    public FollowedCheckpoints(Map<String, Object> client, String topic) {
        list = new CheckpointList(topic);
        scan = new TopicScan(client, topic, NO_LIMIT, PATIENCE);
    }

    /**
     * All that are committed now, by replica and version. If the brokers stop answering, the next call goes on from there.
     *
     * @throws UnableToReadCheckpointException if a manifest cannot be read, there is no such topic, or the brokers stop
     *     answering
     */
    public List<StoredCheckpoint> read() {
        if (System.nanoTime() - readAt > BREAK.toNanos()) {
            scan.forget();
        }
        scan.readOn(list::take, list::clear);
        readAt = System.nanoTime();
        return list.all();
    }

    /** Whatever another thread does here ends with an exception. */
    public void breakOff() {
        scan.wakeUp();
    }

    @Override
    public void close() {
        scan.close();
    }
}

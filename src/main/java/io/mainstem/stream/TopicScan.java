package io.mainstem.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads what is committed on a topic, from somewhere to the end that it has at the start. Belongs to one thread. */
final class TopicScan implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    /** Without any record for so long, the brokers are not well. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Bytes that a broker may send of a partition at once: a checkpoint may have hundreds of megabytes. */
    private static final int FETCH_BYTES = 8 << 20;

    private final String topic;
    private final Duration limit;
    private final Duration patience;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Connects at the first use.
     *
     * @param client how to reach and talk to the cluster
     * @param limit that all of the reading may take
     */
    TopicScan(Map<String, Object> client, String topic, Duration limit) {
        this(client, topic, limit, PATIENCE);
    }

    /**
     * The same, for whoever has less patience.
     *
     * @param patience with brokers that do not answer
     */
    TopicScan(Map<String, Object> client, String topic, Duration limit, Duration patience) {
        this.topic = topic;
        this.limit = limit;
        this.patience = patience;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // Where compaction or a deletion has taken the place to begin at.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                String.valueOf(Math.min(limit.toMillis(), patience.toMillis())));
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(FETCH_BYTES));
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Reads partitions in turn as the brokers deliver them, each in its order.
     *
     * @param begins the offset to begin at, by partition; null for the whole topic
     * @param enough takes a record, and says whether no more are wanted
     * @throws UnableToReadCheckpointException if there is no such topic, or the brokers stop answering
     */
    void read(@Nullable Map<Integer, Long> begins, Predicate<ConsumerRecord<byte[], byte[]>> enough) {
        List<TopicPartition> partitions = partitions(begins);
        consumer.assign(partitions);
        if (begins == null) {
            consumer.seekToBeginning(partitions);
        } else {
            partitions.forEach(partition -> consumer.seek(partition, begins.getOrDefault(partition.partition(), 0L)));
        }
        toEnds(consumer.endOffsets(partitions), enough);
    }

    /**
     * Reads on from where the last call of this ended, whether well or not; the first reads the whole topic, and so does one
     * that finds less than was read before, as where the topic was made anew.
     *
     * @param taker takes a record
     * @param anew called before the whole topic is read
     * @throws UnableToReadCheckpointException if there is no such topic, or the brokers stop answering
     */
    void readOn(Consumer<ConsumerRecord<byte[], byte[]>> taker, Runnable anew) {
        List<TopicPartition> partitions = partitions(null);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        if (!consumer.assignment().equals(Set.copyOf(partitions))
                || ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) > end.getValue())) {
            anew.run();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }
        toEnds(ends, record -> {
            taker.accept(record);
            return false;
        });
    }

    /** The next call of {@link #readOn} reads the whole topic. */
    void forget() {
        consumer.unsubscribe();
    }

    /** What is being done elsewhere is broken off, and so is what is done next. */
    void wakeUp() {
        consumer.wakeup();
    }

    private List<TopicPartition> partitions(@Nullable Map<Integer, Long> begins) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .filter(partition -> begins == null || begins.containsKey(partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnableToReadCheckpointException("there is no topic '" + topic + "' on the cluster");
        }
        return partitions;
    }

    private void toEnds(Map<TopicPartition, Long> ends, Predicate<ConsumerRecord<byte[], byte[]>> enough) {
        long start = System.nanoTime();
        long newest = start;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (enough.test(record)) {
                    return;
                }
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new UnableToReadCheckpointException("reading topic '" + topic + "' took longer than "
                        + limit.toSeconds()
                        + " s, all that a transaction has time for: a command that says where the version"
                        + " begins, as 'mainstem checkpoints rollback' does, is quicker");
            }
            if (!records.isEmpty()) {
                newest = System.nanoTime();
            } else if (System.nanoTime() - newest > patience.toNanos()) {
                throw new UnableToReadCheckpointException("no record of topic '" + topic + "' came for "
                        + patience.toSeconds() + " s, though there are more: are the brokers well?");
            }
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(patience));
    }
}

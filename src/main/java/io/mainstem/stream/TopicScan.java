package io.mainstem.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Connects at the first use.
     *
     * @param client how to reach and talk to the cluster
     * @param limit that all of the reading may take
     */
    TopicScan(Map<String, Object> client, String topic, Duration limit) {
        this.topic = topic;
        this.limit = limit;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // Where compaction or a deletion has taken the place to begin at.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                String.valueOf(Math.min(limit.toMillis(), PATIENCE.toMillis())));
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
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .filter(partition -> begins == null || begins.containsKey(partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnableToReadCheckpointException("there is no topic '" + topic + "' on the cluster");
        }
        consumer.assign(partitions);
        if (begins == null) {
            consumer.seekToBeginning(partitions);
        } else {
            partitions.forEach(partition -> consumer.seek(partition, begins.getOrDefault(partition.partition(), 0L)));
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
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
            } else if (System.nanoTime() - newest > PATIENCE.toNanos()) {
                throw new UnableToReadCheckpointException("no record of topic '" + topic + "' came for "
                        + PATIENCE.toSeconds() + " s, though there are more: are the brokers well?");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}

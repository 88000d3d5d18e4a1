package io.mainstem.stream;

import io.mainstem.learn.Learner;
import io.mainstem.spec.LearnerSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What a Kafka Streams program that hosts a learner should set, given the size of its models. */
final class RecommendedSettings {

    /**
     * A commit sends what changed of a thread's models: rather fewer commits of large ones than more than this to the
     * changelog.
     */
    private static final long CHANGELOG_BYTES_PER_SECOND = 20_000_000;

    private static final long SHORTEST_COMMIT_INTERVAL_MS = 100;
    private static final long LONGEST_COMMIT_INTERVAL_MS = 10_000;

    /** Where the host has other tasks as well, Streams may give a thread more of the learners than another one. */
    private static final int MODELS_OF_A_THREAD = 4;

    /** For what else a learner puts into the cache: the examples that wait. */
    private static final long WAITING_BYTES = 1024 * 1024;

    /** For the host's own stores. */
    private static final long FURTHER_CACHE_BYTES = 10L * 1024 * 1024;

    /** A crashed instance's partitions are taken over after this; shorter, and a long garbage collection looks like a crash. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    /** The others hear with their next heartbeat that partitions are to be taken over; each is a small request. */
    private static final int HEARTBEAT_INTERVAL_MS = 1_000;

    /**
     * Whoever takes over a partition waits until the open transaction of one that is gone is aborted. Shorter, and a
     * commit that takes long is aborted itself: it has to fit in with what is done between two commits.
     */
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    /**
     * How long brokers may be away. A producer that has lost sight of them asks for its topics anew, and with Kafka's own
     * limit of a minute it would be over for the program while Streams still waits: the same as its task.timeout.ms.
     */
    private static final int LONGEST_OUTAGE_MS = 300_000;

    private static final long COMMIT_INTERVALS_PER_TRANSACTION_TIMEOUT = 3;

    private RecommendedSettings() {}

    static Map<String, Object> of(LearnerSpec spec, int threads, int partitions) {
        int learners = Math.max(1, (partitions + threads - 1) / threads);
        long model = new Learner(spec, 0).state().totalBytes();
        long commitInterval = Math.max(
                SHORTEST_COMMIT_INTERVAL_MS,
                Math.min(LONGEST_COMMIT_INTERVAL_MS, 1000L * learners * model / CHANGELOG_BYTES_PER_SECOND));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval);
        settings.put(
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                threads * (Math.max(MODELS_OF_A_THREAD, learners) * (model + WAITING_BYTES) + FURTHER_CACHE_BYTES));
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_INTERVAL_MS);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                Math.max(TRANSACTION_TIMEOUT_MS, COMMIT_INTERVALS_PER_TRANSACTION_TIMEOUT * commitInterval));
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), LONGEST_OUTAGE_MS);
        if (spec.remembersEvents()) {
            settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, WaitingStoreMemory.class.getName());
        }
        return settings;
    }
}

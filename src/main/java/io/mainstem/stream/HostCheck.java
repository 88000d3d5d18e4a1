package io.mainstem.stream;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.StreamsConfig;

/** Checks, before the first record, that the hosting Kafka Streams program is configured for a learner. */
final class HostCheck {

    /** The cache's setting by its older name, which Streams still takes where the newer one is not given. */
    private static final String OLD_CACHE = "cache.max.bytes.buffering";

    private static final String DEFAULT_CACHE = "10485760";

    private HostCheck() {}

    /**
     * Throws if it is not.
     *
     * @param learner its name
     * @param modelBytes of one partition's learner
     * @param learners of as many partitions live on this stream thread
     */
    static void check(String learner, Map<String, Object> configs, long modelBytes, int learners) {
        String guarantee = text(configs, StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        if (!guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2)) {
            throw new UnfitHostException("Learner " + learner + " needs "
                    + StreamsConfig.PROCESSING_GUARANTEE_CONFIG + "=" + StreamsConfig.EXACTLY_ONCE_V2 + ", found "
                    + guarantee + ": without it a label could be learned twice");
        }
        String given = text(configs, StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, DEFAULT_CACHE);
        long cache = Long.parseLong(given.equals(DEFAULT_CACHE) ? text(configs, OLD_CACHE, DEFAULT_CACHE) : given);
        long threads = Long.parseLong(text(configs, StreamsConfig.NUM_STREAM_THREADS_CONFIG, "1"));
        if (cache / threads < modelBytes * learners) {
            throw new UnfitHostException("Learner " + learner + " needs "
                    + StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG + " of at least "
                    + modelBytes * learners * threads + " (" + modelBytes + " bytes of a model, times " + learners
                    + " partitions on a thread, times " + threads + " threads), found " + cache
                    + ": with less, the model would be written to the changelog again and again between commits;"
                    + " LearnerTopology.settings(threads, partitions) has what is enough");
        }
    }

    private static String text(Map<String, Object> configs, String key, String otherwise) {
        return Objects.requireNonNullElse(configs.get(key), otherwise).toString();
    }
}

package io.mainstem.observe;

import io.mainstem.spec.Source;
import io.mainstem.stream.LearnerStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;

/** The stream that carries a learner: whether it runs, how far it is behind, and all that Kafka Streams itself measures. */
public final class StreamMeters implements AutoCloseable {

    /** Before the first record of a partition, whose offset is 0 or more. */
    private static final long NONE = -1;

    private final KafkaStreams streams;
    private final KafkaStreamsMetrics own;
    private final LearnerView view;
    private final MeterSet lag;

    /** Binds them to the registry, until closed. */
    public StreamMeters(KafkaStreams streams, LearnerView view, MeterRegistry registry) {
        this.streams = streams;
        this.view = view;
        Gauge.builder("mainstem.stream.running", streams, s -> s.state() == KafkaStreams.State.RUNNING ? 1 : 0)
                .description("1 while the state is restored and the stream runs")
                .register(registry);
        lag = new MeterSet(registry, MeterName.LAG);
        own = new KafkaStreamsMetrics(streams);
        own.bindTo(registry);
    }

    /**
     * Records of the sources that no learner has taken yet, by topic and partition; of the partitions that are here. They
     * are those that are not fetched, and those that Kafka Streams has fetched and keeps until their turn comes.
     */
    public static Map<String, Long> lag(KafkaStreams streams, LearnerView view) {
        Map<String, Long> lag = notFetched(streams);
        Map<TopicPartition, Long> fetched = lastFetched(streams);
        for (LearnerStatus status : view.live()) {
            for (Source source : Source.values()) {
                String topic = view.spec().topics().of(source);
                int partition = status.model().replica();
                long last = fetched.getOrDefault(new TopicPartition(topic, partition), NONE);
                long kept = Math.max(0, last - status.offsets().getOrDefault(source, NONE));
                lag.computeIfPresent(topic + "-" + partition, (of, records) -> records + kept);
            }
        }
        return lag;
    }

    /** The offset of the last record that was fetched of each source. */
    private static Map<TopicPartition, Long> lastFetched(KafkaStreams streams) {
        Map<TopicPartition, Long> last = new HashMap<>();
        try {
            for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
                thread.activeTasks().forEach(task -> last.putAll(task.endOffsets()));
            }
        } catch (IllegalStateException e) {
            // Not started yet, or it ends: nothing is kept.
        }
        return last;
    }

    private static Map<String, Long> notFetched(KafkaStreams streams) {
        Map<String, Long> lag = new TreeMap<>();
        for (Metric metric : streams.metrics().values()) {
            MetricName name = metric.metricName();
            if (name.name().equals("records-lag")
                    && name.group().equals("consumer-fetch-manager-metrics")
                    && metric.metricValue() instanceof Double value
                    && value >= 0
                    && isMain(name)) {
                lag.put(name.tags().get("topic") + "-" + name.tags().get("partition"), value.longValue());
            }
        }
        return lag;
    }

    /** The consumers that restore read the changelog, which is no source. */
    private static boolean isMain(MetricName name) {
        return !String.valueOf(name.tags().get("client-id")).contains("restore-consumer");
    }

    /** Takes up what is known now; to be called before the meters are read, by one thread at a time. */
    void refresh() {
        lag(streams, view).forEach((source, records) -> {
            int end = source.lastIndexOf('-');
            lag.put(Tags.of("topic", source.substring(0, end), "partition", source.substring(end + 1)), records);
        });
        lag.publish();
    }

    @Override
    public void close() {
        own.close();
    }
}

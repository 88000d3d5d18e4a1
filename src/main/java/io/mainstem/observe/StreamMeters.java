package io.mainstem.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** The stream that carries a learner: whether it runs, how far it is behind, and all that Kafka Streams itself measures. */
public final class StreamMeters implements AutoCloseable {

    private final KafkaStreams streams;
    private final KafkaStreamsMetrics own;
    private final MeterSet lag;

    /** Binds them to the registry, until closed. */
    public StreamMeters(KafkaStreams streams, LearnerView view, MeterRegistry registry) {
        this.streams = streams;
        Gauge.builder("mainstem.stream.running", streams, s -> s.state() == KafkaStreams.State.RUNNING ? 1 : 0)
                .description("1 while the state is restored and the stream runs")
                .register(registry);
        lag = new MeterSet(registry, MeterName.LAG);
        Gauge.builder("mainstem.stream.idle", view, v -> v.idleMillis() < 0 ? Double.NaN : v.idleMillis() / 1e3)
                .description("Time since a learner here took a record; not a number before the first learner is here")
                .baseUnit("seconds")
                .register(registry);
        own = new KafkaStreamsMetrics(streams);
        own.bindTo(registry);
    }

    /** Records of the sources that were not fetched yet, by topic and partition; of the partitions that are here. */
    public static Map<String, Long> lag(KafkaStreams streams) {
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
        lag(streams).forEach((source, records) -> {
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

package io.mainstem.observe;

import io.mainstem.stream.LiveModels;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** All meters of a process with a learner, for Prometheus to scrape. Thread-safe. */
public final class Meters implements AutoCloseable {

    /** What {@link #scrape} gives. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Upper ends of a histogram's buckets: few, as each of them is a series of its own by route and status. */
    private static final Duration[] LATENCIES = IntStream.of(1, 2, 5, 10, 25, 50, 100, 250, 1000, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final LearnerView view;
    private final LearnerMeters learner;
    private final Map<String, Timer> requests = new ConcurrentHashMap<>();
    private @Nullable StreamMeters stream;

    /**
     * Of a learner's process.
     *
     * @param application the id that the learner runs under; every meter has it as its tag of that name
     */
    public Meters(LearnerView view, LiveModels models, String application) {
        this.view = view;
        registry.config().commonTags("application", application);
        learner = new LearnerMeters(view, models, registry);
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ResidentMemory().bindTo(registry);
    }

    /** Has those of the stream as well from now on. */
    public synchronized void watch(KafkaStreams streams) {
        stream = new StreamMeters(streams, view, registry);
    }

    /**
     * Notes that a request was answered.
     *
     * @param route one of a fixed few
     */
    public void answered(String route, int status, long nanos) {
        requests.computeIfAbsent(route + " " + status, none -> Timer.builder("mainstem.http.requests")
                        .description("Requests answered over HTTP, by route and status")
                        .tags("route", route, "status", String.valueOf(status))
                        .serviceLevelObjectives(LATENCIES)
                        .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts, from now on, those who watch the page: it is asked at each scrape. */
    public void watchers(IntSupplier now) {
        Gauge.builder("mainstem.http.watchers", now::getAsInt)
                .description("Clients of the stream of snapshots that the page shows")
                .register(registry);
    }

    /** Tells how many partitions the events have, here and elsewhere: each wants a learner. */
    public void partitions(int all) {
        Gauge.builder("mainstem.partitions", () -> all)
                .description("Partitions of the events topic, wherever their learners are")
                .register(registry);
    }

    /** Tells, from now on, whether the brokers are of use: it is asked at each scrape. */
    public void brokers(BooleanSupplier reachable) {
        Gauge.builder("mainstem.brokers.reachable", () -> reachable.getAsBoolean() ? 1 : 0)
                .description("1 while the brokers answer and every partition has a leader")
                .register(registry);
    }

    /** All meters as they are now, in Prometheus' text format. */
    public synchronized String scrape() {
        learner.refresh();
        if (stream != null) {
            stream.refresh();
        }
        return registry.scrape();
    }

    @Override
    public synchronized void close() {
        if (stream != null) {
            stream.close();
        }
        collections.close();
        registry.close();
    }
}

package io.mainstem.observe;

import io.mainstem.event.Coverage;
import io.mainstem.event.HeldOut;
import io.mainstem.event.Insight;
import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TransferGain;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The meters of one task, by its record of metrics. */
final class TaskMeters {

    /** Of so many tasks each pair's gradients are compared; of more it would be too many. */
    private static final int MOST_COMPARED = 8;

    /** Of the kinds of late labels, as their record has them, those that say how many there are now. */
    private static final Map<String, MeterName> PRESENT =
            Map.of("waiting", MeterName.ROWS_OF_TASK, "early", MeterName.HELD);

    /** Takes a value. */
    interface Sink {
        void put(MeterName name, Tags tags, double value);

        default void put(MeterName name, Tags tags, long count) {
            put(name, tags, (double) count);
        }
    }

    private final Set<String> compared = new HashSet<>();

    TaskMeters(Set<String> metered) {
        metered.stream().limit(MOST_COMPARED).forEach(compared::add);
    }

    void put(TaskMetrics task, Tags tags, Sink sink) {
        sink.put(MeterName.LABELS, tags, task.labels());
        sink.put(MeterName.RUN_LABELS, tags, task.labels());
        sink.put(MeterName.WEIGHT, tags, task.weight());
        metrics("run", task.run(), tags, sink);
        metrics("window", task.window(), tags, sink);
        baselines("run", task.baselines(), tags, sink);
        baselines("window", task.windowBaselines(), tags, sink);
        if (compared.contains(task.task())) {
            task.gradientCosines().forEach((other, cosine) -> {
                if (compared.contains(other)) {
                    sink.put(MeterName.COSINE, tags.and("other", other), cosine);
                }
            });
        }
        task.lateLabels().forEach((kind, count) -> {
            MeterName present = PRESENT.get(kind);
            if (present != null) {
                sink.put(present, tags, count);
            } else {
                sink.put(MeterName.LATE_LABELS, tags.and("kind", kind), count);
            }
        });
        task.labelAges().forEach((age, of) -> {
            Tags aged = tags.and("age", age);
            sink.put(MeterName.LABEL_AGES, aged, of.labels());
            of.metrics()
                    .forEach((metric, value) -> sink.put(MeterName.METRIC_BY_AGE, aged.and("metric", metric), value));
        });
        insight(task.insight(), tags, sink);
    }

    private void insight(Insight insight, Tags tags, Sink sink) {
        metrics("faded", insight.faded(), tags, sink);
        sink.put(MeterName.DRIFTS, tags, insight.drifts());
        if (insight.calibration() != null) {
            sink.put(MeterName.CALIBRATION, tags, insight.calibration().expectedError());
        }
        HeldOut heldOut = insight.heldOut();
        if (heldOut != null) {
            metrics("heldOut", heldOut.run(), tags, sink);
            metrics("heldOutWindow", heldOut.window(), tags, sink);
            baselines("heldOut", heldOut.baselines(), tags, sink);
        }
        TransferGain transfer = insight.transfer();
        if (transfer != null) {
            gain("run", transfer.gain(), transfer.low(), transfer.high(), tags, sink);
            gain("recent", transfer.recentGain(), transfer.recentLow(), transfer.recentHigh(), tags, sink);
            sink.put(MeterName.LEFT_OUT, tags, transfer.leftOut() ? 1 : 0);
        }
        Coverage coverage = insight.coverage();
        if (coverage != null) {
            sink.put(MeterName.COVERAGE, tags.and("over", "asked"), coverage.asked());
            sink.put(MeterName.COVERAGE, tags.and("over", "run"), coverage.run());
            sink.put(MeterName.COVERAGE, tags.and("over", "window"), coverage.window());
            sink.put(MeterName.REGION_SIZE, tags, coverage.size());
        }
    }

    private void gain(String over, double gain, double low, double high, Tags tags, Sink sink) {
        Tags of = tags.and("over", over);
        sink.put(MeterName.GAIN, of.and("bound", "gain"), gain);
        sink.put(MeterName.GAIN, of.and("bound", "low"), low);
        sink.put(MeterName.GAIN, of.and("bound", "high"), high);
    }

    /** The model's own have the tag {@code of} as well: all meters of a name have the same tags. */
    private void metrics(String over, Map<String, Double> metrics, Tags tags, Sink sink) {
        put("model", over, metrics, tags, sink);
    }

    private void baselines(String over, Map<String, Map<String, Double>> baselines, Tags tags, Sink sink) {
        baselines.forEach((baseline, metrics) -> put(baseline, over, metrics, tags, sink));
    }

    private void put(String of, String over, Map<String, Double> metrics, Tags tags, Sink sink) {
        Tags all = tags.and("of", of, "over", over);
        metrics.forEach((metric, value) -> sink.put(MeterName.METRIC, all.and("metric", metric), value));
    }
}

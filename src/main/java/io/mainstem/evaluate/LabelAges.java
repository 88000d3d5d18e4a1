package io.mainstem.evaluate;

import io.mainstem.event.LabelAge;
import io.mainstem.spec.TaskSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics of one task by the age of its labels: how long after its event a label came to be known. A prediction is
 * scored once, in the part of its label. Those of ranks (AUC) are not among them: each part is to be small.
 *
 * <p>Not thread-safe.
 */
public final class LabelAges implements Saved {

    private static final List<Duration> BOUNDS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofDays(1));

    /** By these names the parts stand in records of metrics; the last is for what is older than all bounds. */
    public static final List<String> NAMES = List.of("1m", "10m", "1h", "1d", "more");

    private final RunMetric[] metrics = new RunMetric[NAMES.size()];
    private final long[] labels = new long[NAMES.size()];

    private LabelAges(TaskSpec task) {
        for (int part = 0; part < metrics.length; part++) {
            metrics[part] = Measures.of(task).counted().get();
        }
    }

    /** One that has scored nothing. */
    public static LabelAges of(TaskSpec task) {
        return new LabelAges(task);
    }

    /**
     * Scores one prediction against its label.
     *
     * @param age of the label, in milliseconds
     * @param outputs from {@code outputOffset} the task's numbers as in {@link TaskEvaluator#add}
     * @param label from {@code labelOffset} the task's numbers
     */
    public void add(long age, double[] outputs, int outputOffset, double[] label, int labelOffset) {
        int part = 0;
        while (part < BOUNDS.size() && age > BOUNDS.get(part).toMillis()) {
            part++;
        }
        labels[part]++;
        metrics[part].add(outputs, outputOffset, label, labelOffset);
    }

    /** By age, those parts in which there are labels. */
    public Map<String, LabelAge> scores() {
        Map<String, LabelAge> scores = new LinkedHashMap<>();
        for (int part = 0; part < metrics.length; part++) {
            if (labels[part] > 0) {
                Map<String, Double> values = new LinkedHashMap<>();
                metrics[part].report(values);
                values.values().removeIf(v -> !Double.isFinite(v));
                scores.put(NAMES.get(part), new LabelAge(labels[part], Collections.unmodifiableMap(values)));
            }
        }
        return Collections.unmodifiableMap(scores);
    }

    @Override
    public int stateBytes() {
        int bytes = labels.length * Long.BYTES;
        for (RunMetric metric : metrics) {
            bytes += metric.stateBytes();
        }
        return bytes;
    }

    @Override
    public void write(ByteBuffer out) {
        for (int part = 0; part < metrics.length; part++) {
            out.putLong(labels[part]);
            metrics[part].write(out);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        for (int part = 0; part < metrics.length; part++) {
            labels[part] = in.getLong();
            metrics[part].read(in);
        }
    }
}

package io.mainstem.app;

import io.mainstem.stream.LateCommit;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Counts the {@linkplain LateCommit late commits} of a program: of those that come while brokers fail over there are a few;
 * where every commit takes longer than its transaction may, it would begin again for ever. Thread-safe.
 */
final class LateCommits {

    /** So many, with none in time between them, are no accident. */
    static final int TOO_MANY = 20;

    static final String HELP =
            "If this does not end, commits take longer than transaction.timeout.ms allows: give more,"
                    + " or less to commit (a shorter commit.interval.ms), with --properties";

    private int inARow;

    /**
     * To be called at a late commit.
     *
     * @param committed whether the thread that it ended has made a commit before, in time
     * @return whether it makes sense to do it again
     */
    synchronized boolean worthAnother(boolean committed) {
        inARow = committed ? 1 : inARow + 1;
        return inARow < TOO_MANY;
    }

    /** Whether a stream thread's producer, as its metrics tell, has brought a transaction to its end. */
    static boolean committed(String thread, Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("txn-commit-time-ns-total")
                        && metric.getKey().tags().getOrDefault("client-id", "").startsWith(thread + "-"))
                .anyMatch(metric -> metric.getValue().metricValue() instanceof Number time && time.doubleValue() > 0);
    }
}

package io.mainstem.observe;

import io.mainstem.event.TaskMetrics;
import io.mainstem.event.TaskMetricsCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of metrics as they came, in bounded memory: as the stream goes on fewer of them are kept, evenly over all of
 * it, and the newest. Thread-safe.
 */
public final class MetricsCourse {

    private static final int MOST = 300;
    private static final int LEAST = 20;

    /** Records of all tasks of a partition that are kept; each is a kilobyte or two. */
    private static final int MOST_IN_ALL = 3000;

    private static final int MOST_PARTITIONS = 16;

    /**
     * A record.
     *
     * @param at when it came, epoch milliseconds
     * @param json its value, as on the metrics topic
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Entry(long at, String task, int replica, byte[] json) {}

    private record Of(String task, int replica) {}

    private static final class Kept {
        private final List<Entry> entries = new ArrayList<>();
        private int stride = 1;
        private int seen;

        private void add(Entry entry, int most) {
            boolean newestMayGo = !entries.isEmpty() && (seen - 1) % stride != 0;
            if (newestMayGo) {
                entries.remove(entries.size() - 1);
            }
            entries.add(entry);
            seen++;
            if (entries.size() >= most && (seen - 1) % stride == 0) {
                thin();
            }
        }

        private void thin() {
            List<Entry> every = new ArrayList<>();
            for (int i = 0; i < entries.size(); i += 2) {
                every.add(entries.get(i));
            }
            if (entries.size() % 2 == 0) {
                every.add(entries.get(entries.size() - 1));
            }
            entries.clear();
            entries.addAll(every);
            stride *= 2;
        }
    }

    private final int most;
    private final int tasks;
    private final Map<Of, Kept> courses = new LinkedHashMap<>();

    MetricsCourse(int tasks) {
        this.tasks = tasks;
        most = Math.max(LEAST, Math.min(MOST, MOST_IN_ALL / Math.max(1, tasks)));
    }

    void add(long at, TaskMetrics metrics) {
        Of of = new Of(metrics.task(), metrics.replica());
        Entry entry = new Entry(at, metrics.task(), metrics.replica(), TaskMetricsCodec.write(metrics));
        synchronized (courses) {
            if (courses.containsKey(of) || courses.size() < tasks * MOST_PARTITIONS) {
                courses.computeIfAbsent(of, none -> new Kept()).add(entry, most);
            }
        }
    }

    /** Of a task, the oldest first, partition by partition. */
    public List<Entry> of(String task) {
        List<Entry> all = new ArrayList<>();
        synchronized (courses) {
            courses.forEach((of, kept) -> {
                if (of.task().equals(task)) {
                    all.addAll(kept.entries);
                }
            });
        }
        return all;
    }
}

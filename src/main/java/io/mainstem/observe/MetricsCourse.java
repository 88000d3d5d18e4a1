package io.mainstem.observe;

import io.mainstem.event.TaskMetrics;
import io.mainstem.observe.LearnerView.Timed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metrics of each task and partition in the course of the stream. Thread-safe. */
final class MetricsCourse {

    private static final int MOST = 300;
    private static final int LEAST = 20;

    /** Records of all tasks of a partition that are kept; each is a kilobyte or two. */
    private static final int MOST_IN_ALL = 3000;

    private static final int MOST_PARTITIONS = 16;

    private record Of(String task, int replica) {}

    private final int most;
    private final int tasks;
    private final Map<Of, Course<Timed<TaskMetrics>>> courses = new LinkedHashMap<>();

    MetricsCourse(int tasks) {
        this.tasks = tasks;
        most = Math.max(LEAST, Math.min(MOST, MOST_IN_ALL / Math.max(1, tasks)));
    }

    synchronized void add(Timed<TaskMetrics> metrics) {
        Of of = new Of(metrics.value().task(), metrics.value().replica());
        if (courses.containsKey(of) || courses.size() < tasks * MOST_PARTITIONS) {
            courses.computeIfAbsent(of, none -> new Course<>(most)).add(metrics);
        }
    }

    /** Of a task, the oldest first, partition by partition. */
    synchronized List<Timed<TaskMetrics>> of(String task) {
        List<Timed<TaskMetrics>> all = new ArrayList<>();
        courses.forEach((of, course) -> {
            if (of.task().equals(task)) {
                all.addAll(course.all());
            }
        });
        return all;
    }
}

package io.mainstem.app;

import io.mainstem.event.TaskMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of each task as they were in the course of a stream, in bounded memory: as the stream grows, fewer of them
 * are kept, evenly over all of it.
 */
final class MetricsHistory {

    private static final int MOST = 600;

    private static final class Course {
        private final List<TaskMetrics> kept = new ArrayList<>();
        private int stride = 1;
        private int seen;

        private void add(TaskMetrics metrics) {
            if (seen++ % stride != 0) {
                return;
            }
            kept.add(metrics);
            if (kept.size() == MOST) {
                List<TaskMetrics> thinned = new ArrayList<>();
                for (int i = 0; i < kept.size(); i += 2) {
                    thinned.add(kept.get(i));
                }
                kept.clear();
                kept.addAll(thinned);
                stride *= 2;
            }
        }
    }

    private final Map<String, Course> courses = new LinkedHashMap<>();

    void add(TaskMetrics metrics) {
        courses.computeIfAbsent(metrics.task(), none -> new Course()).add(metrics);
    }

    /** Oldest first. */
    List<TaskMetrics> of(String task) {
        Course course = courses.get(task);
        return course == null ? List.of() : List.copyOf(course.kept);
    }
}

package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.event.Event;
import io.mainstem.event.TaskMetrics;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricsHistoryTest {

    @Test
    void aShortCourseIsKeptAsItWas() {
        MetricsHistory history = course(20);

        assertThat(events(history))
                .isEqualTo(IntStream.range(0, 20).mapToObj(n -> (long) n).toList());
        assertThat(history.of("other")).isEmpty();
    }

    @Test
    void aLongOneIsThinnedEvenly() {
        List<Long> events = events(course(100_000));

        assertThat(events).hasSizeBetween(300, 600).startsWith(0L);
        long stride = events.get(1);
        assertThat(IntStream.range(1, events.size()).mapToObj(i -> events.get(i) - events.get(i - 1)))
                .allMatch(gap -> gap == stride);
        assertThat(events.get(events.size() - 1)).isGreaterThan(100_000 - stride - 1);
    }

    private static MetricsHistory course(int length) {
        MetricsHistory history = new MetricsHistory();
        for (int n = 0; n < length; n++) {
            history.add(new TaskMetrics(
                    Event.NO_TIME, "task", 0, n, n, n, 1, Map.of(), Map.of(), Map.of(), Map.of(), Map.of()));
        }
        return history;
    }

    private static List<Long> events(MetricsHistory history) {
        return history.of("task").stream().map(TaskMetrics::events).toList();
    }
}

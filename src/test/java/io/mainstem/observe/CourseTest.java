package io.mainstem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CourseTest {

    private static final int MOST = 600;

    private static List<Integer> course(int length) {
        Course<Integer> course = new Course<>(MOST);
        IntStream.range(0, length).forEach(course::add);
        return course.all();
    }

    @Test
    void aShortOneIsKeptAsItWas() {
        assertThat(course(0)).isEmpty();
        assertThat(course(20)).isEqualTo(IntStream.range(0, 20).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 601, 1_199, 1_200, 1_201, 2_397, 100_000, 100_001})
    void aLongOneIsThinnedEvenlyAndHasTheNewest(int length) {
        List<Integer> kept = course(length);

        assertThat(kept).hasSizeBetween(MOST / 2, MOST).startsWith(0).endsWith(length - 1);
        int stride = kept.get(1);
        assertThat(IntStream.range(1, kept.size() - 1).map(i -> kept.get(i) - kept.get(i - 1)))
                .allMatch(gap -> gap == stride);
        assertThat(length - 1 - kept.get(kept.size() - 2)).isBetween(1, stride);
    }
}

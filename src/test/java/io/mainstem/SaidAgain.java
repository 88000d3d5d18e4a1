package io.mainstem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Compares long lists of records, of which some may have been said more than once. Says where they part, not what is in them. */
final class SaidAgain {

    private SaidAgain() {}

    /**
     * All that is expected, in order; and beside that nothing but, a few times, a step back: to a record that was said before,
     * and from there on once more what follows it.
     *
     * @param stepsBack at most; with 0, every record is there once
     */
    static <T> void check(List<T> actual, List<T> expected, int stepsBack) {
        int next = 0;
        int left = stepsBack;
        for (int i = 0; i < actual.size(); i++) {
            T record = actual.get(i);
            if (next == expected.size() || !record.equals(expected.get(next))) {
                int before = left > 0 ? expected.subList(0, next).lastIndexOf(record) : -1;
                if (before < 0) {
                    assertThat(next).as("number of records").isLessThan(expected.size());
                    assertThat(record).as("record %d", i).isEqualTo(expected.get(next));
                }
                left--;
                next = before;
            }
            next++;
        }
        assertThat(next).as("number of records").isEqualTo(expected.size());
    }
}

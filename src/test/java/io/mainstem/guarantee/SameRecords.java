package io.mainstem.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Says where two long lists of records part, not all that is in them. */
final class SameRecords {

    private SameRecords() {}

    static void check(String what, List<String> actual, List<String> expected) {
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            assertThat(actual.get(i)).as("%s, record %d", what, i).isEqualTo(expected.get(i));
        }
        assertThat(actual.size()).as("%s, number of records", what).isEqualTo(expected.size());
    }
}

package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LateCommitsTest {

    private final LateCommits late = new LateCommits();

    @Test
    void aFewAreDoneAgain() {
        for (int i = 1; i < LateCommits.TOO_MANY; i++) {
            assertThat(late.worthAnother(false)).isTrue();
        }
        assertThat(late.worthAnother(false)).isFalse();
    }

    @Test
    void aCommitInTimeBeginsTheCountAnew() {
        for (int i = 0; i < 3 * LateCommits.TOO_MANY; i++) {
            assertThat(late.worthAnother(i % 10 == 0)).isTrue();
        }
    }
}

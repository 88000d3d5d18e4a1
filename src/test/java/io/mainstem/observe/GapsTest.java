package io.mainstem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapsTest {

    private final Gaps gaps = new Gaps();

    @Test
    void aPauseDoesNotCount() {
        assertThat(gaps.usual()).isZero();
        gaps.add(8_000);
        assertThat(gaps.usual()).isZero();
        gaps.add(10_000);
        gaps.add(3_600_000);
        gaps.add(12_000);
        assertThat(gaps.usual()).isEqualTo(10_000);
    }

    @Test
    void onlyTheLastCount() {
        for (int i = 0; i < 100; i++) {
            gaps.add(1_000_000);
        }
        for (int i = 0; i < 16; i++) {
            gaps.add(200);
        }
        assertThat(gaps.usual()).isEqualTo(200);
    }
}

package io.mainstem.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochUnitTest {

    @Test
    void cutsOffWhatIsFinerThanAMillisecond() {
        assertThat(EpochUnit.SECONDS.toMillis(-3)).isEqualTo(-3000);
        assertThat(EpochUnit.MILLISECONDS.toMillis(1500)).isEqualTo(1500);
        assertThat(EpochUnit.MICROSECONDS.toMillis(1999)).isEqualTo(1);
        assertThat(EpochUnit.MICROSECONDS.toMillis(-1)).isEqualTo(-1);
        assertThat(EpochUnit.NANOSECONDS.toMillis(1_999_999)).isEqualTo(1);
    }

    @Test
    void staysBeyondWhatIsBeyond() {
        assertThat(EpochUnit.SECONDS.toMillis(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(EpochUnit.SECONDS.toMillis(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(EpochUnit.SECONDS.toMillis(Long.MAX_VALUE / 1000 + 1)).isEqualTo(Long.MAX_VALUE);
    }
}

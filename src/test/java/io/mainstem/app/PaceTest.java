package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long MILLISECOND = 1_000_000;

    private final AtomicLong now = new AtomicLong(-5_000_000_000L);

    @Test
    void eventsAreDueAtEqualDistances() {
        Pace pace = new Pace(4, now::get);
        assertThat(pace.untilNext()).isZero();
        assertThat(pace.untilNext()).isEqualTo(250 * MILLISECOND);
        now.addAndGet(250 * MILLISECOND);
        assertThat(pace.untilNext()).isEqualTo(250 * MILLISECOND);
    }

    @Test
    void smallDelaysDoNotAddUp() {
        Pace pace = new Pace(1000, now::get);
        pace.untilNext();
        now.addAndGet(40 * MILLISECOND);
        for (int event = 1; event < 100; event++) {
            pace.untilNext();
        }
        assertThat(pace.untilNext()).isEqualTo(60 * MILLISECOND);
    }

    @Test
    void aLongDelayMovesWhatFollows() {
        Pace pace = new Pace(10, now::get);
        pace.untilNext();
        now.addAndGet(60_000 * MILLISECOND);
        assertThat(pace.untilNext()).isNegative();
        assertThat(pace.untilNext()).isEqualTo(100 * MILLISECOND);
    }

    @Test
    void unlimitedNeverWaits() {
        Pace pace = new Pace(Double.POSITIVE_INFINITY, now::get);
        for (int event = 0; event < 1000; event++) {
            assertThat(pace.untilNext()).isZero();
        }
    }

    @Test
    void anInterruptEndsTheWait() {
        Pace pace = new Pace(1e-6, now::get);
        pace.awaitNext();
        Thread.currentThread().interrupt();
        assertThatThrownBy(pace::awaitNext).isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}

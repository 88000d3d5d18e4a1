package io.mainstem.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SpeedTest {

    private final AtomicLong clock = new AtomicLong(TimeUnit.SECONDS.toNanos(100));
    private final Speed speed = new Speed(clock::get);

    @Test
    void nothingSeenIsNoSpeed() {
        assertThat(speed.lately()).isZero();
        assertThat(speed.overall()).isZero();
        assertThat(speed.events()).isZero();
    }

    @Test
    void waitingBeforeAndAfterDoesNotCount() {
        at(0, 0);
        at(30, 0);
        at(31, 500);
        at(32, 1_000);
        at(60, 1_000);

        assertThat(speed.overall()).isEqualTo(500);
        assertThat(speed.elapsed()).isEqualTo(Duration.ofSeconds(2));
        assertThat(speed.lately()).isZero();
    }

    @Test
    void eventsOfAnEarlierRunDoNotCount() {
        at(0, 70_000);
        at(1, 70_300);

        assertThat(speed.overall()).isEqualTo(300);
        assertThat(speed.events()).isEqualTo(70_300);
    }

    @Test
    void latelyForgetsWhatWasBefore() {
        at(0, 0);
        at(2, 10_000);
        at(4, 10_200);

        assertThat(speed.lately()).isEqualTo(100);
        assertThat(speed.overall()).isEqualTo(2_550);
    }

    private void at(long seconds, long count) {
        clock.set(TimeUnit.SECONDS.toNanos(100 + seconds));
        speed.saw(count);
    }
}

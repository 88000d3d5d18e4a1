package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.RecordShape;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An event costs little garbage: its id, its labels, and what the parser needs anew for each record. */
class EventReaderAllocationTest {

    private static final int EVENTS = 20_000;

    /** Measured are 981 bytes, of which about 700 are the parser's; the rest is room for other JVMs. */
    private static final long BOUND = 1280;

    @Test
    void allocatesLittlePerEvent() throws InvalidRecordException {
        assertThat(perEvent(Learners.birdstrikes())).as("bytes per event").isLessThan(BOUND);
    }

    @Test
    void allocatesNoMorePerEventOfAnotherShape() throws InvalidRecordException {
        RecordShape shape = Learners.shape(
                "/id",
                "/time",
                Map.of(
                        "airport", "/features/airport",
                        "aircraft", "/features/aircraft",
                        "operator", "/features/operator",
                        "state", "/features/state",
                        "phase", "/features/phase",
                        "time_of_day", "/features/time_of_day",
                        "month", "/features/month"),
                Map.of("size", "/labels/size", "damage", "/labels/damage", "speed", "/labels/speed"));

        assertThat(perEvent(Learners.shaped(Learners.birdstrikes(), shape)))
                .as("bytes per event")
                .isLessThan(BOUND);
    }

    private static long perEvent(LearnerSpec spec) throws InvalidRecordException {
        EventReader reader = new EventReader(spec);
        byte[] value = EventReaderTest.BIRDSTRIKES.get(0).getBytes(UTF_8);
        CountingSink sink = new CountingSink();
        long perEvent = Long.MAX_VALUE;
        // The first rounds run interpreted, where nothing that escapes not is spared.
        for (int round = 0; round < 5; round++) {
            long before = allocated();
            for (int i = 0; i < EVENTS; i++) {
                reader.read(value, EventReader.NO_TIMESTAMP, sink);
            }
            perEvent = Math.min(perEvent, (allocated() - before) / EVENTS);
        }
        assertThat(sink.values).isEqualTo(5L * EVENTS * 7);
        return perEvent;
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static final class CountingSink implements FeatureSink {
        private long values;

        @Override
        public void begin() {}

        @Override
        public void number(int feature, double value) {
            values++;
        }

        @Override
        public void category(int feature, char[] text, int offset, int length) {
            values++;
        }

        @Override
        public void bag(int feature) {}

        @Override
        public void bagItem(int feature, char[] text, int offset, int length, double weight) {}

        @Override
        public void text(int feature, char[] text, int offset, int length) {}

        @Override
        public void vector(int feature) {}

        @Override
        public void vectorElement(int feature, int index, double value) {}
    }
}

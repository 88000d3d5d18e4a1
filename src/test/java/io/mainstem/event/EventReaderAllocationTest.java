package io.mainstem.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** An event costs little garbage: its id, its labels, and what the parser needs anew for each record. */
class EventReaderAllocationTest {

    private static final int EVENTS = 20_000;

    /** Measured are 981 bytes, of which about 700 are the parser's; the rest is room for other JVMs. */
    private static final long BOUND = 1280;

    @Test
    void allocatesLittlePerEvent() throws InvalidRecordException {
        EventReader reader = new EventReader(Learners.birdstrikes());
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

        assertThat(perEvent).as("bytes per event").isLessThan(BOUND);
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

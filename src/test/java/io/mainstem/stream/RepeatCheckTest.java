package io.mainstem.stream;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstem.learn.InvalidStateException;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;

class RepeatCheckTest {

    @Test
    void anyOffsetAboveTheLastOneTakenPasses() {
        assertThatCode(() -> {
                    check(0, -1);
                    check(7, -1);
                    check(8, 7);
                    check(90, 7);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatWasTakenIsRefusedWithTheWayToGoOn() {
        assertThatThrownBy(() -> check(7, 7)).isInstanceOf(InvalidStateException.class);
        assertThatThrownBy(() -> check(0, 7))
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("partition 2 of topic events up to offset 7, and is given offset 0")
                .hasMessageContaining("--group app --topic events:2 --reset-offsets --to-offset 8 --execute");
    }

    private static void check(long offset, long taken) {
        RecordMetadata first = new RecordMetadata() {
            @Override
            public String topic() {
                return "events";
            }

            @Override
            public int partition() {
                return 2;
            }

            @Override
            public long offset() {
                return offset;
            }
        };
        RepeatCheck.check("birds", "app", first, taken);
    }
}

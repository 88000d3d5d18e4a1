package io.mainstem.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

    private static long parse(String text) {
        char[] lent = ("<<" + text + ">>").toCharArray();
        return EventTime.parse(lent, 2, text.length());
    }

    @Test
    void readsWhatInstantsWrite() {
        long seed = 11;
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            long millis = random.nextLong(
                    Instant.parse("0000-01-01T00:00:00Z").toEpochMilli(),
                    Instant.parse("9999-12-31T23:59:59Z").toEpochMilli());
            long time = i % 2 == 0 ? millis : Math.floorDiv(millis, 1000) * 1000;
            String text = Instant.ofEpochMilli(time).toString();
            assertThat(parse(text)).as("seed %d: %s", seed, text).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2000-02-29T12:34:56Z,          2000-02-29T12:34:56Z",
        "2026-01-01T00:00:00.5Z,        2026-01-01T00:00:00.500Z",
        "2026-01-01T00:00:00.123456789Z,2026-01-01T00:00:00.123Z",
        "1969-12-31T23:59:59.9999Z,     1969-12-31T23:59:59.999Z",
        "2026-01-01T00:00Z,             2026-01-01T00:00:00Z",
        "2026-01-01T01:30:00+01:30,     2026-01-01T00:00:00Z",
        "2026-01-01T01:00:00+0100,      2026-01-01T00:00:00Z",
        "2025-12-31T19:00:00.25-05,     2026-01-01T00:00:00.250Z",
        "2026-01-01t00:00:00z,          2026-01-01T00:00:00Z",
    })
    void readsIso8601WithAnOffset(String text, String instant) {
        assertThat(parse(text)).isEqualTo(Instant.parse(instant).toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-01-01",
                "2026-01-01T00:00:00",
                "2026-01-01 00:00:00Z",
                "2026-1-01T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2025-02-29T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T00:00:60Z",
                "2026-01-01T00:00:00.12x4Z",
                "2026-01-01T00:00:00.1234567890Z",
                "2026-01-01T00:00:00Z ",
                "2026/01/01T00:00:00Z",
                "-026-01-01T00:00:00Z",
                "2026-01-01T00:00:00+99:00",
                "+999999999-01-01T00:00:00Z",
                "٢٠٢٦-01-01T00:00:00Z",
            })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void knowsYearsOfFourDigits() {
        assertThat(EventTime.inRange(parse("0000-01-01T00:00:00Z"))).isTrue();
        assertThat(EventTime.inRange(parse("0000-01-01T00:00:00Z") - 1)).isFalse();
        assertThat(EventTime.inRange(parse("9999-12-31T23:59:59.999Z"))).isTrue();
        assertThat(EventTime.inRange(parse("9999-12-31T23:59:59.999Z") + 1)).isFalse();
        assertThat(EventTime.inRange(Event.NO_TIME)).isFalse();
    }
}

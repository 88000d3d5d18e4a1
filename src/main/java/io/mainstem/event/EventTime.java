package io.mainstem.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Event time as text: ISO 8601 with an offset; and the years that it may lie in. */
final class EventTime {

    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private static final int WHOLE_SECONDS = "yyyy-MM-ddTHH:mm:ssZ".length();
    private static final int NANOSECONDS = WHOLE_SECONDS + ".nnnnnnnnn".length();
    private static final long MILLIS_OF_DAY = 86_400_000;

    /** Offsets as +01:00, +0100, +01 and Z. */
    private static final DateTimeFormatter ANY_FORM = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private EventTime() {}

    /** Whether the time lies in a year of four digits, which keeps it a time that can be written and reckoned with. */
    static boolean inRange(long millis) {
        return millis >= FIRST && millis <= LAST;
    }

    /**
     * Epoch milliseconds, what is finer cut off.
     *
     * @throws DateTimeException where the text is not such a time
     */
    static long parse(char[] text, int offset, int length) {
        if (length >= WHOLE_SECONDS && length <= NANOSECONDS && text[offset + length - 1] == 'Z') {
            int year = digits(text, offset, 4);
            int month = digits(text, offset + 5, 2);
            int day = digits(text, offset + 8, 2);
            int hour = digits(text, offset + 11, 2);
            int minute = digits(text, offset + 14, 2);
            int second = digits(text, offset + 17, 2);
            int milli = length == WHOLE_SECONDS ? 0 : fraction(text, offset + 19, length - WHOLE_SECONDS);
            boolean plain = (year | month | day | hour | minute | second | milli) >= 0
                    && text[offset + 4] == '-'
                    && text[offset + 7] == '-'
                    && text[offset + 10] == 'T'
                    && text[offset + 13] == ':'
                    && text[offset + 16] == ':';
            if (plain && hour < 24 && minute < 60 && second < 60) {
                long milliOfDay = hour * 3_600_000L + minute * 60_000L + second * 1000L + milli;
                return LocalDate.of(year, month, day).toEpochDay() * MILLIS_OF_DAY + milliOfDay;
            }
        }
        try {
            return OffsetDateTime.parse(new String(text, offset, length), ANY_FORM)
                    .toInstant()
                    .toEpochMilli();
        } catch (ArithmeticException e) {
            throw new DateTimeException("beyond the range of milliseconds", e);
        }
    }

    /** The number that the digits make, or -1 where there is something else. */
    private static int digits(char[] text, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Milliseconds of a point and its digits, or -1. */
    private static int fraction(char[] text, int from, int length) {
        int count = length - 1;
        if (text[from] != '.' || count == 0 || digits(text, from + 1, count) < 0) {
            return -1;
        }
        int kept = Math.min(count, 3);
        int millis = digits(text, from + 1, kept);
        for (int i = kept; i < 3; i++) {
            millis *= 10;
        }
        return millis;
    }
}

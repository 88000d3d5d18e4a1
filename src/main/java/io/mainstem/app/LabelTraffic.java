package io.mainstem.app;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Events a millisecond apart and, some thousand events later, their labels; for {@code bench labels}. An event's numbers
 * follow from its place.
 */
final class LabelTraffic {

    /** Events between an event and its label. */
    private static final int LAG = 5_000;

    private static final long START = 1_700_000_000_000L;

    private LabelTraffic() {}

    /** A learner that waits so long for labels that none of the events here is given up. */
    static LearnerSpec learner(String name) {
        return LearnerSpecReader.read(
                """
                name: %1$s
                features: {x: {type: vector, size: 16}, c: {type: category}}
                tasks: {yes: {type: binary, wait: 1d}, much: {type: regression, wait: 1d}}
                trunk: {layers: [64, 32]}
                batch: {size: 16}
                checkpoints: {every: 1000000000}
                topics: {events: %1$s, labels: %1$s-l, control: %1$s-k, predictions: %1$s-p, metrics: %1$s-m, checkpoints: %1$s-c, deadLetters: %1$s-d}
                """
                        .formatted(name));
    }

    /** That many events from the one of that number on, without their labels. */
    static Iterable<byte[]> events(long first, int count) {
        return () -> LongStream.range(first, first + count)
                .mapToObj(LabelTraffic::event)
                .iterator();
    }

    /** The same and their labels, twice as many records. */
    static Iterable<byte[]> labelled(long first, int count) {
        int lag = Math.min(LAG, count);
        return () -> IntStream.range(0, 2 * count)
                .mapToObj(i -> record(first, count, lag, i))
                .iterator();
    }

    /** First events alone, then an event and a label in turns, at last labels alone. */
    private static byte[] record(long first, int count, int lag, int i) {
        if (i < lag) {
            return event(first + i);
        }
        if (i >= 2 * count - lag) {
            return label(first + i - count);
        }
        int pair = (i - lag) / 2;
        return (i - lag) % 2 == 0 ? event(first + lag + pair) : label(first + pair);
    }

    /** As an id looks like in practice: nothing of the order in it. */
    private static String id(long number) {
        return Long.toHexString(number * 0x9e3779b97f4a7c15L);
    }

    private static byte[] event(long number) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder event = new StringBuilder("{\"id\":\"").append(id(number)).append("\",\"time\":");
        event.append(START + number)
                .append(",\"features\":{\"c\":\"k")
                .append(random.nextInt(200))
                .append("\",\"x\":[");
        for (int n = 0; n < 16; n++) {
            event.append(n == 0 ? "" : ",").append(random.nextInt(-999, 999) / 100.0);
        }
        return event.append("]}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] label(long number) {
        String label = "{\"id\":\"%s\",\"labels\":{\"yes\":%s,\"much\":%d}}";
        return label.formatted(id(number), number % 3 == 0, number % 1000).getBytes(StandardCharsets.UTF_8);
    }
}

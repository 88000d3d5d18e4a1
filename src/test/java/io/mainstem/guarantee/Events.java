package io.mainstem.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mainstem.Birdstrikes;
import io.mainstem.guarantee.Sent.Kind;
import java.util.List;
import java.util.Random;

/**
 * Real events without end, all with ids of their own: most labelled, some without labels, now and then something that is
 * no event. One seed gives one sequence. Not thread-safe.
 */
final class Events {

    /** One of them, not sent yet. */
    record Event(String id, Kind kind, String text, int partition) {

        byte[] value() {
            return text.getBytes(UTF_8);
        }
    }

    private static final int REAL_EVENTS = 10_000;
    private static final double UNLABELLED = 0.2;
    private static final double BROKEN = 0.08;
    private static final Kind[] WAYS_TO_BREAK = {Kind.NOT_JSON, Kind.WRONG_TYPE, Kind.UNKNOWN_CLASS, Kind.EMPTY};

    private final List<byte[]> real = Birdstrikes.events(REAL_EVENTS);
    private final Random random;
    private final int partitions;
    private int made;

    Events(long seed, int partitions) {
        random = new Random(seed);
        this.partitions = partitions;
    }

    Event next() {
        String id = "e" + made;
        String text = new String(real.get(made % real.size()), UTF_8)
                .replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"" + id + "\"");
        made++;
        Kind kind = kind();
        return new Event(id, kind, as(kind, text), random.nextInt(partitions));
    }

    private Kind kind() {
        double draw = random.nextDouble();
        if (draw < BROKEN) {
            return WAYS_TO_BREAK[random.nextInt(WAYS_TO_BREAK.length)];
        }
        return draw < BROKEN + UNLABELLED ? Kind.UNLABELLED : Kind.LABELLED;
    }

    private static String as(Kind kind, String text) {
        return switch (kind) {
            case LABELLED -> text;
            case UNLABELLED -> text.replaceFirst(",\"labels\":\\{.*}}$", "}");
            case NOT_JSON -> text.substring(0, text.length() / 2);
            case WRONG_TYPE -> text.replaceFirst("\"features\":\\{.*?}", "\"features\":[]");
            case UNKNOWN_CLASS -> text.replaceFirst("\"size\":\"[^\"]*\"", "\"size\":\"Gigantic\"");
            case EMPTY -> "";
        };
    }
}

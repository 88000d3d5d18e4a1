package io.mainstem;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A day of events whose labels come later, for tests: after a random time, out of order, some of them twice, a tenth never,
 * a few before their event or with it. One seed gives one day.
 */
public final class DelayedLabels {

    /** Waits that some labels come too late for; one task takes a label for those that do not come. */
    public static final String YAML =
            """
            name: delayed
            features: {a: {type: number}, b: {type: number}, c: {type: category, buckets: 8}}
            tasks:
              yes:  {type: binary, wait: 1h, otherwise: false}
              much: {type: regression, wait: 90m}
            trunk: {layers: [8]}
            optimizer: {type: adam, learningRate: 0.01}
            batch: {size: 16}
            metrics: {every: 64, window: 100}
            checkpoints: {every: 256, keep: 3}
            labels: {remember: 2d}
            seed: 5
            """;

    /**
     * A record as it arrives.
     *
     * @param isEvent or labels
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Arriving(boolean isEvent, String id, long at, byte[] value) {}

    private static final long START = 1_767_225_600_000L;
    private static final long DAY = 86_400_000;
    private static final long MINUTE = 60_000;

    private DelayedLabels() {}

    public static LearnerSpec spec() {
        return LearnerSpecReader.read(YAML);
    }

    /** In the order of their arrival. */
    public static List<Arriving> day(int events, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Arriving> all = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            String id = "e" + i;
            long time = START + DAY * i / events;
            double a = random.nextDouble(-1, 1);
            double b = random.nextDouble(-1, 1);
            boolean yes = a + random.nextDouble(-0.3, 0.3) > 0;
            double much = 3 * a - b + random.nextDouble(-0.2, 0.2);
            String labelled = random.nextInt(20) == 0 ? ",\"labels\":{\"yes\":%s}".formatted(yes) : "";
            String event = "{\"id\":\"%s\",\"time\":%d,\"features\":{\"a\":%s,\"b\":%s,\"c\":\"k%d\"}%s}"
                    .formatted(id, time, a, b, random.nextInt(6), labelled);
            // The clocks of those who send are not all right.
            all.add(new Arriving(true, id, time + random.nextLong(MINUTE), event.getBytes(UTF_8)));
            if (random.nextInt(10) == 0) {
                continue;
            }
            boolean together = random.nextBoolean();
            long first = time + delay(random);
            labels(all, random, id, first, "\"yes\":" + yes + (together ? ",\"much\":" + much : ""));
            if (!together) {
                labels(all, random, id, time + delay(random), "\"much\":" + much);
            }
        }
        all.sort(Comparator.comparingLong(Arriving::at));
        return all;
    }

    private static long delay(SplittableRandom random) {
        if (random.nextInt(25) == 0) {
            return -random.nextLong(15 * MINUTE);
        }
        return (long) (-25 * MINUTE * Math.log(1 - random.nextDouble()));
    }

    private static void labels(List<Arriving> all, SplittableRandom random, String id, long at, String labels) {
        String time = random.nextBoolean() ? ",\"time\":" + at : "";
        byte[] record =
                "{\"id\":\"%s\"%s,\"labels\":{%s}}".formatted(id, time, labels).getBytes(UTF_8);
        all.add(new Arriving(false, id, at, record));
        if (random.nextInt(10) == 0) {
            all.add(new Arriving(false, id, at + random.nextLong(30 * MINUTE), record));
        }
    }
}

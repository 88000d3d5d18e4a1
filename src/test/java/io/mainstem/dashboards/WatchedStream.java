package io.mainstem.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mainstem.Cluster;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Eight days in which everything happens that a dashboard shows: labels that come at once, soon, days later, twice, too
 * early, too late and never; records that are none; labels that turn round and a feature that moves. One seed gives one.
 */
public final class WatchedStream {

    private static final String YAML =
            """
            name: watched
            features: {a: {type: number}, b: {type: number}, c: {type: category, buckets: 8}}
            tasks:
              yes:  {type: binary, wait: 2d, otherwise: false}
              much: {type: regression, wait: 1h}
              kind: {type: multiclass, classes: [low, middle, high]}
            trunk: {layers: [8]}
            optimizer: {type: adam, learningRate: 0.01}
            batch: {size: 8}
            metrics: {every: 64, window: 200, holdOut: 0.1}
            checkpoints: {every: 500}
            events: {repeats: {window: 1h}}
            labels: {remember: 3d}
            drift: {detector: adwin}
            twins: {cost: 2}
            seed: 5
            """;

    private static final long START = 1_767_225_600_000L;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long SPAN = 8 * 24 * HOUR;

    private record Arriving(long at, String value) {}

    private final SplittableRandom random;
    private final List<Arriving> all = new ArrayList<>();

    private WatchedStream(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The learner of it. */
    public static LearnerSpec spec() {
        return LearnerSpecReader.read(YAML + Cluster.topics("watched"));
    }

    /** The values of the records of so many events, in the order in which they arrive. */
    public static List<byte[]> records(int events, long seed) {
        WatchedStream stream = new WatchedStream(seed);
        for (int n = 0; n < events; n++) {
            stream.event(n, START + SPAN * n / events, n > events * 3 / 5);
        }
        stream.all.sort(Comparator.comparingLong(Arriving::at));
        return stream.all.stream().map(each -> each.value().getBytes(UTF_8)).toList();
    }

    private void event(int n, long time, boolean turned) {
        double a = random.nextDouble(-1, 1);
        double b = random.nextDouble(-1, 1);
        double way = turned ? -1 : 1;
        boolean yes = way * (a + random.nextDouble(-0.3, 0.3)) > 0;
        double much = 100 + 30 * way * (a - b + random.nextDouble(-0.2, 0.2));
        double level = way * (a + b + random.nextDouble(-0.2, 0.2));
        String kind = level < -0.4 ? "low" : level < 0.4 ? "middle" : "high";
        String event =
                "{\"id\":\"e%d\",\"time\":%d,\"features\":{\"a\":%s,\"b\":%s,\"c\":\"k%d\"},\"labels\":{\"kind\":\"%s\"}}"
                        .formatted(n, time, turned ? a + 3 : a, b, random.nextInt(6), kind);
        arrives(time, event);
        if (chance(50)) {
            arrives(time + MINUTE, event);
        }
        if (chance(50)) {
            arrives(time, "this is no event");
        }
        if (chance(100)) {
            arrives(time, "{\"id\":\"nobody%d\",\"time\":%d,\"labels\":{\"yes\":true}}".formatted(n, time));
        }
        if (!chance(10)) {
            labels(n, time + delay(), "\"yes\":" + yes);
        }
        if (!chance(10)) {
            labels(n, time + delay() / 4, "\"much\":" + much);
        }
    }

    private void labels(int n, long at, String labels) {
        String record = "{\"id\":\"e%d\",\"labels\":{%s}}".formatted(n, labels);
        arrives(at, record);
        if (chance(20)) {
            arrives(at + MINUTE, record);
        }
    }

    private void arrives(long at, String value) {
        all.add(new Arriving(at, value));
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    private long delay() {
        return switch (random.nextInt(10)) {
            case 0 -> -random.nextLong(5 * MINUTE);
            case 1, 2 -> random.nextLong(MINUTE);
            case 3, 4 -> random.nextLong(10 * MINUTE);
            case 5, 6 -> random.nextLong(HOUR);
            case 7, 8 -> random.nextLong(20 * HOUR);
            default -> random.nextLong(25 * HOUR, 40 * HOUR);
        };
    }
}

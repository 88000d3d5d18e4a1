package io.mainstem;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A stream whose labels turn round, for tests: what was true is false, and what was much is little. One seed gives one. */
public final class TurningLabels {

    private static final String YAML =
            """
            name: turning
            features: {x: {type: number}, z: {type: number}}
            tasks: {y: {type: binary%1$s}, n: {type: regression%1$s}}
            trunk: {layers: [8]}
            optimizer: {type: adam, learningRate: 0.003}
            batch: {size: 8}
            drift: %2$s
            """;

    private TurningLabels() {}

    /**
     * A learner of it.
     *
     * @param drift the section of the learner file
     * @param more further sections, each with its line feed
     */
    public static LearnerSpec spec(String drift, String... more) {
        return LearnerSpecReader.read(YAML.formatted("", drift) + String.join("", more));
    }

    /** One that waits for labels for so long, as the learner file says it. */
    public static LearnerSpec waiting(String wait, String drift) {
        return LearnerSpecReader.read(YAML.formatted(", wait: " + wait, drift));
    }

    /**
     * The first events of the stream, with their labels.
     *
     * @param turns before which events the labels turn round
     */
    public static List<byte[]> events(int count, long seed, int... turns) {
        List<byte[]> events = new ArrayList<>();
        for (Drawn event : drawn(count, seed, turns)) {
            events.add("{\"id\":\"%s\",\"features\":%s,\"labels\":%s}"
                    .formatted(event.id, event.features, event.labels)
                    .getBytes(UTF_8));
        }
        return events;
    }

    /** The same with labels that come as records of their own, after so many further events; event n comes in second n. */
    public static List<byte[]> lateLabels(int count, int later, long seed, int... turns) {
        List<Drawn> drawn = drawn(count, seed, turns);
        List<byte[]> records = new ArrayList<>();
        for (int n = 0; n < count + later; n++) {
            if (n < count) {
                Drawn event = drawn.get(n);
                records.add("{\"id\":\"%s\",\"time\":%d,\"features\":%s}"
                        .formatted(event.id, 1000L * n, event.features)
                        .getBytes(UTF_8));
            }
            if (n >= later) {
                Drawn event = drawn.get(n - later);
                records.add("{\"id\":\"%s\",\"labels\":%s}"
                        .formatted(event.id, event.labels)
                        .getBytes(UTF_8));
            }
        }
        return records;
    }

    private record Drawn(String id, String features, String labels) {}

    private static List<Drawn> drawn(int count, long seed, int... turns) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Drawn> all = new ArrayList<>();
        double way = 1;
        for (int n = 0; n < count; n++) {
            for (int turn : turns) {
                way = turn == n ? -way : way;
            }
            double x = 2 * random.nextDouble() - 1;
            double z = 2 * random.nextDouble() - 1;
            double noise = 0.2 * (random.nextDouble() - 0.5);
            all.add(new Drawn(
                    String.valueOf(n),
                    "{\"x\":%s,\"z\":%s}".formatted(x, z),
                    "{\"y\":%s,\"n\":%s}".formatted(way * (x + noise) > 0, 100 + 10 * way * (z + noise))));
        }
        return all;
    }
}

package io.mainstem.app;

import io.mainstem.learn.Learner;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import io.mainstem.stream.LearnerTopology;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What it costs to keep a learner's state so that each label is learned exactly once. */
@Command(
        name = "state",
        description = {
            "Measure what exactly-once costs a learner, beside a topology that hands records on, on a broker in this process;",
            "how much of the state goes to the changelog; and commits and restore of a learner of 10 million parameters."
        })
final class BenchStateCommand implements Callable<Integer> {

    private static final int BATCH = 16;

    private static final LearnerSpec SMALL = LearnerSpecReader.read(
            """
            name: small
            features: {x: {type: vector, size: 16}, c: {type: category}}
            tasks: {yes: {type: binary}, much: {type: regression}}
            trunk: {layers: [64, 32]}
            batch: {size: %d}
            checkpoints: {every: 1000000}
            topics: {events: small, labels: small-l, control: small-k, predictions: small-p, metrics: small-m, checkpoints: small-c, deadLetters: small-d}
            """
                    .formatted(BATCH));

    private static final LearnerSpec LARGE = LearnerSpecReader.read(
            """
            name: large
            features: {x: {type: vector, size: 1000}}
            tasks: {yes: {type: binary}, much: {type: regression}}
            trunk: {layers: [2048, 2900]}
            batch: {size: %d}
            checkpoints: {every: 1000000}
            topics: {events: large, labels: large-l, control: large-k, predictions: large-p, metrics: large-m, checkpoints: large-c, deadLetters: large-d}
            """
                    .formatted(BATCH));

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Runs of each topology, in turns; of them the median counts. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "300000",
            description = "Records of a run. Default: ${DEFAULT-VALUE}.")
    private int records;

    @Option(
            names = "--large-records",
            paramLabel = "N",
            defaultValue = "8000",
            description = "Records of the run of the large learner. Default: ${DEFAULT-VALUE}.")
    private int largeRecords;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || records < 1000 || largeRecords < 100) {
            throw new UsageException("--rounds must be at least 1, --records 1000 and --large-records 100");
        }
        StateCosts costs;
        try (StateBench bench = new StateBench()) {
            costs = measure(bench);
        }
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(StateReport.json(costs));
        } else {
            StateReport.lines(costs).forEach(out::println);
        }
        return 0;
    }

    private StateCosts measure(StateBench bench) throws Exception {
        bench.prepare(SMALL, events(16, records));
        // The first round is for the compiler, and does not count.
        double[][] micros = new double[4][rounds];
        long commits = 0;
        long bytes = 0;
        for (int r = -1; r < rounds; r++) {
            for (int kind = 0; kind < 4; kind++) {
                boolean learns = kind >= 2;
                boolean exactlyOnce = kind % 2 == 1;
                String application = bench.application();
                StateRun run = bench.run(
                        application,
                        SMALL,
                        learns ? StateBench.learner(SMALL) : StateBench.passThrough(SMALL),
                        exactlyOnce,
                        records);
                if (r >= 0) {
                    micros[kind][r] = run.micros();
                }
                if (learns && exactlyOnce) {
                    commits = run.commits();
                    bytes = bench.changelogBytes(application, SMALL);
                }
            }
        }
        return new StateCosts(
                new StateCosts.Pair(Stopwatch.median(micros[0]), Stopwatch.median(micros[1])),
                new StateCosts.Pair(Stopwatch.median(micros[2]), Stopwatch.median(micros[3])),
                records / BATCH,
                commits,
                bytes / (double) stateBytes(SMALL),
                large(bench));
    }

    private StateCosts.Large large(StateBench bench) throws Exception {
        bench.prepare(LARGE, events(1000, largeRecords));
        String application = bench.application();
        StateRun run = bench.run(application, LARGE, StateBench.learner(LARGE), true, largeRecords);
        double restore = bench.restore(application, LARGE);
        long bytes = stateBytes(LARGE);
        return new StateCosts.Large(
                new Learner(LARGE, 0).parameters(),
                bytes,
                Long.parseLong(String.valueOf(
                        new LearnerTopology(LARGE).settings(1).get(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG))),
                run.commits(),
                bench.changelogBytes(application, LARGE) / (double) bytes,
                run.longestCommitMillis(),
                restore);
    }

    private static long stateBytes(LearnerSpec spec) {
        return new Learner(spec, 0).state().totalBytes();
    }

    /** Labelled events with so many numbers each. */
    private static Iterable<byte[]> events(int numbers, int count) {
        List<byte[]> some = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < Math.min(count, 2000); i++) {
            StringBuilder event = new StringBuilder("{\"id\":\"").append(i).append("\",\"features\":{\"x\":[");
            for (int n = 0; n < numbers; n++) {
                event.append(n == 0 ? "" : ",").append(random.nextInt(-999, 999) / 100.0);
            }
            event.append("]},\"labels\":{\"yes\":").append(random.nextBoolean());
            event.append(",\"much\":").append(random.nextInt(1000)).append("}}");
            some.add(event.toString().getBytes(StandardCharsets.UTF_8));
        }
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public byte[] next() {
                return some.get(next++ % some.size());
            }
        };
    }
}

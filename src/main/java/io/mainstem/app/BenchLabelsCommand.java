package io.mainstem.app;

import io.mainstem.spec.LearnerSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.KafkaStreams;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether it costs anything that many events wait for their labels. */
@Command(
        name = "labels",
        description = {
            "Measure events and labels that come a little later, with nothing else waiting and with a million events waiting,",
            "on a broker in this process; and what these take of memory and disk."
        })
final class BenchLabelsCommand implements Callable<Integer> {

    private static final LearnerSpec EMPTY = LabelTraffic.learner("empty");
    private static final LearnerSpec FULL = LabelTraffic.learner("full");

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Runs of each, in turns; of them the median counts. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Events of a run, each with a record of its labels. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--waiting",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Events that wait. Default: ${DEFAULT-VALUE}.")
    private int waiting;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    private long storeBytes;
    private long heapBytes;
    private long diskBytes;

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || events < 1000 || waiting < 1000) {
            throw new UsageException("--rounds must be at least 1, --events and --waiting 1000");
        }
        LabelCosts costs;
        try (StateBench bench = new StateBench()) {
            costs = measure(bench);
        }
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(costs.json());
        } else {
            costs.lines().forEach(out::println);
        }
        return 0;
    }

    private LabelCosts measure(StateBench bench) throws Exception {
        bench.prepare(EMPTY, LabelTraffic.labelled(0, events));
        bench.prepare(FULL, LabelTraffic.events(0, waiting));
        String application = bench.application();
        Path state = bench.stateFolder(application);
        Properties full = bench.settings(application, FULL, true, state);
        long taken = waiting;
        double fill = bench.run(StateBench.learner(FULL), full, FULL, 0, taken, streams -> {})
                .micros();
        StateRun[] empty = new StateRun[rounds];
        StateRun[] beside = new StateRun[rounds];
        // The first round is for the compiler, and does not count.
        for (int r = -1; r < rounds; r++) {
            StateRun alone = bench.run(bench.application(), EMPTY, StateBench.learner(EMPTY), true, 2L * events);
            bench.send(FULL, LabelTraffic.labelled(waiting + (r + 1L) * events, events));
            StateRun other = bench.run(
                    StateBench.learner(FULL), full, FULL, taken, taken + 2L * events, streams -> use(streams, state));
            taken += 2L * events;
            if (r >= 0) {
                empty[r] = alone;
                beside[r] = other;
            }
        }
        return new LabelCosts(
                waiting,
                fill,
                median(empty),
                median(beside),
                heapBytes,
                storeBytes,
                StoreUse.resident(),
                diskBytes,
                bench.restore(application, FULL));
    }

    private static LabelCosts.Micros median(StateRun[] runs) {
        return new LabelCosts.Micros(
                Stopwatch.median(
                        Arrays.stream(runs).mapToDouble(StateRun::micros).toArray()),
                Stopwatch.median(
                        Arrays.stream(runs).mapToDouble(StateRun::cpuMicros).toArray()));
    }

    private void use(KafkaStreams streams, Path state) {
        storeBytes = StoreUse.memory(streams);
        heapBytes = StoreUse.heap();
        diskBytes = StoreUse.disk(state);
    }
}

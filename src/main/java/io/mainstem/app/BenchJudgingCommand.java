package io.mainstem.app;

import io.mainstem.learn.Learner;
import io.mainstem.spec.DriftSpec;
import io.mainstem.spec.IntervalSpec;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.TwinSpec;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What it costs that a learner judges itself. */
@Command(
        name = "judging",
        description = {
            "Measure events through `evaluate`, with metrics and baselines alone and with drift, intervals and twins beside",
            "them, in turns."
        })
final class BenchJudgingCommand implements Callable<Integer> {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final DriftSpec NO_DRIFT =
            new DriftSpec(DriftSpec.Detector.NONE, false, new DriftSpec.Reaction.None());
    private static final TwinSpec NO_TWINS = TwinSpec.NONE;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Option(names = "--config", paramLabel = "FILE", description = "The learner file; left out, that of the demo.")
    private @Nullable Path config;

    @Option(names = "--events", paramLabel = "FILE", description = "Its events; left out, those of the demo.")
    private @Nullable Path events;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "9",
            description = "Runs of each, in turns; of them the median counts. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often a run goes over the events. Default: ${DEFAULT-VALUE}.")
    private int passes;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    private record Variant(String name, LearnerSpec spec, List<Double> micros) {
        private double median() {
            return Stopwatch.median(
                    micros.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    @Override
    public Integer call() {
        if (rounds < 1 || passes < 1) {
            throw new UsageException("--rounds and --passes must be at least 1");
        }
        if ((config == null) != (events == null)) {
            throw new UsageException("--config and --events go together");
        }
        LearnerSpec spec = config == null ? DemoData.learner("") : LearnerFile.read(config);
        List<byte[]> lines = events == null ? DemoData.events() : read(events);
        List<Variant> variants = variants(spec);
        // The first round is for the compiler, and does not count.
        for (int r = -1; r < rounds; r++) {
            for (Variant variant : variants) {
                double micros = run(variant.spec(), lines);
                if (r >= 0) {
                    variant.micros().add(micros);
                }
            }
        }
        JudgingCosts costs = new JudgingCosts(variants.stream()
                .map(variant -> new JudgingCosts.Cost(variant.name(), variant.median()))
                .toList());
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(costs.json());
        } else {
            costs.lines().forEach(out::println);
        }
        return 0;
    }

    private static List<Variant> variants(LearnerSpec spec) {
        IntervalSpec none = new IntervalSpec.None();
        DriftSpec drift = DriftSpec.DEFAULT;
        IntervalSpec intervals = IntervalSpec.DEFAULT;
        List<Variant> variants = new ArrayList<>();
        variants.add(variant("metrics alone", spec, NO_DRIFT, none, NO_TWINS));
        variants.add(variant("and drift", spec, drift, none, NO_TWINS));
        variants.add(variant("and intervals", spec, NO_DRIFT, intervals, NO_TWINS));
        variants.add(variant("and both", spec, drift, intervals, NO_TWINS));
        for (double cost : new double[] {0.25, 0.5}) {
            TwinSpec twins = new TwinSpec(cost, TwinSpec.Reaction.NONE);
            variants.add(variant("and both, and twins of " + cost, spec, drift, intervals, twins));
        }
        return variants;
    }

    private static Variant variant(
            String name, LearnerSpec spec, DriftSpec drift, IntervalSpec intervals, TwinSpec twins) {
        return new Variant(name, spec.judging(drift, intervals, twins), new ArrayList<>());
    }

    /** Processor time of this thread, in µs an event. */
    private double run(LearnerSpec spec, List<byte[]> lines) {
        Evaluation evaluation = new Evaluation(spec, new Learner(spec, 0), null);
        long start = THREADS.getCurrentThreadCpuTime();
        for (int pass = 0; pass < passes; pass++) {
            lines.forEach(evaluation::apply);
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / passes / lines.size();
    }

    private static List<byte[]> read(Path file) {
        List<byte[]> lines = new ArrayList<>();
        try (EventFile events = EventFile.open(file)) {
            while (events.hasNext()) {
                lines.add(events.next());
            }
        }
        return lines;
    }
}

package io.mainstem.app;

import io.mainstem.network.StepProducts;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a training step costs, beside its matrix products alone, and beside PyTorch. */
@Command(
        name = "step",
        description = {
            "Measure one training step (prediction, gradients, Adam) of two networks at four batch sizes, on one thread.",
            "Beside it stand the step's matrix products alone, and the same step in PyTorch.",
            "Times are the thread's own CPU time, medians of all rounds; what else the machine does does not count."
        })
final class BenchStepCommand implements Callable<Integer> {

    private static final List<BenchNetwork> NETWORKS =
            List.of(new BenchNetwork(64, List.of(128, 128), 3), new BenchNetwork(512, List.of(512, 256), 8));

    private static final int[] BATCHES = {1, 16, 64, 256};

    /** Rounds of each measurement before those that count: so long does the compiler take to settle. */
    private static final int WARM_UP = 15;

    @Option(names = "--peer", description = "Measure PyTorch too, in turns with this program.")
    private boolean peer;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            description = "The Python that has PyTorch. Otherwise the first python3 on the PATH that has it.")
    private @Nullable String python;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "21",
            description =
                    "So often is everything measured, in turns; of it the median counts. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--millis",
            paramLabel = "N",
            defaultValue = "20",
            description = "So long is each thing measured at a time. Default: ${DEFAULT-VALUE}.")
    private int millis;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() {
        if (rounds < 1 || millis < 1) {
            throw new UsageException("--rounds and --millis must be at least 1, not " + rounds + " and " + millis);
        }
        if (python != null && !peer) {
            throw new UsageException("--python is of use only with --peer");
        }
        PrintWriter out = command.commandLine().getOut();
        List<StepBench> benches = new ArrayList<>();
        for (BenchNetwork network : NETWORKS) {
            for (int batch : BATCHES) {
                benches.add(new StepBench(network, batch));
            }
        }
        if (!peer) {
            print(out, null, measure(benches, null));
            return 0;
        }
        try (PyTorchPeer pytorch = PyTorchPeer.start(python, StepProducts.kernels())) {
            print(out, pytorch.version(), measure(benches, pytorch));
        }
        return 0;
    }

    private void print(PrintWriter out, @Nullable String version, List<StepTimes> times) {
        if (json) {
            out.println(StepReport.json(times));
        } else {
            StepReport.table(times, version).forEach(out::println);
        }
    }

    private List<StepTimes> measure(List<StepBench> benches, @Nullable PyTorchPeer pytorch) {
        for (StepBench bench : benches) {
            bench.step(WARM_UP * millis);
            bench.products(millis);
            if (pytorch != null) {
                pytorch.step(bench.shape(), bench.batch(), millis);
            }
        }
        double[][] step = new double[benches.size()][rounds];
        double[][] products = new double[benches.size()][rounds];
        double[][] peers = new double[benches.size()][rounds];
        for (int r = 0; r < rounds; r++) {
            for (int b = 0; b < benches.size(); b++) {
                StepBench bench = benches.get(b);
                step[b][r] = bench.step(millis);
                products[b][r] = bench.products(millis);
                if (pytorch != null) {
                    peers[b][r] = pytorch.step(bench.shape(), bench.batch(), millis);
                }
            }
        }
        List<StepTimes> times = new ArrayList<>();
        for (int b = 0; b < benches.size(); b++) {
            times.add(new StepTimes(
                    benches.get(b).shape().name(),
                    benches.get(b).batch(),
                    Stopwatch.median(step[b]),
                    Stopwatch.median(products[b]),
                    pytorch == null ? null : Stopwatch.median(peers[b])));
        }
        return times;
    }
}

package io.mainstem.app;

import io.mainstem.event.CheckpointManifest;
import io.mainstem.learn.FrozenModel;
import io.mainstem.stream.StoredCheckpoint;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two versions side by side. */
@Command(
        name = "diff",
        description = "Compare two versions: how far their weights are apart, and their metrics. Takes --config.")
final class CheckpointsDiffCommand implements Callable<Integer> {

    private static final String WHY = "a comparison of weights";

    @Parameters(index = "0", paramLabel = "VERSION", description = "As 'checkpoints list' has it.")
    private long first;

    @Parameters(index = "1", paramLabel = "VERSION", description = "Another one.")
    private long second;

    @Mixin
    private CheckpointOptions options = new CheckpointOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() {
        options.spec(WHY);
        List<StoredCheckpoint> all = options.all();
        StoredCheckpoint from = options.find(Math.min(first, second), all);
        StoredCheckpoint to = options.find(Math.max(first, second), all);
        if (from.manifest().model().replica() != to.manifest().model().replica()) {
            throw new UsageException(
                    "versions " + first + " and " + second + " are of different replicas: choose one with --replica");
        }
        CheckpointManifest before = from.manifest();
        CheckpointManifest after = to.manifest();
        FrozenModel old = options.restore(from, WHY).frozen();
        FrozenModel now = options.restore(to, WHY).frozen();
        PrintWriter out = command.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "version %d (step %,d) and version %d (step %,d) of replica %d: %,d events and %,d examples lie between%n",
                before.model().version(),
                before.model().step(),
                after.model().version(),
                after.model().step(),
                before.model().replica(),
                after.events() - before.events(),
                after.examples() - before.examples());
        if (before.model().version() != after.model().version()) {
            out.println("predictions between them: " + new PredictionSpan(before, Optional.of(after)).text());
        }
        out.println();
        WeightChanges.lines(
                        old,
                        now,
                        String.valueOf(before.model().version()),
                        String.valueOf(after.model().version()))
                .forEach(out::println);
        out.println();
        ManifestTable.of(before, after).forEach(out::println);
        return 0;
    }
}

package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mainstem.event.CheckpointCodec;
import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.Event;
import io.mainstem.stream.StoredCheckpoint;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All that is known of a version. */
@Command(name = "show", description = "Show a version: where it stands, its metrics, and which predictions it made.")
final class CheckpointsShowCommand implements Callable<Integer> {

    @Parameters(paramLabel = "VERSION", description = "As 'checkpoints list' has it.")
    private long version;

    @Option(
            names = "--json",
            description = "Print one JSON object: the manifest, and the predictions' versions and steps.")
    private boolean json;

    @Mixin
    private CheckpointOptions options = new CheckpointOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() {
        List<StoredCheckpoint> all = options.all();
        CheckpointManifest manifest = options.find(version, all).manifest();
        PredictionSpan predictions = PredictionSpan.of(manifest, all);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println("{\"manifest\":" + new String(CheckpointCodec.writeManifest(manifest), UTF_8)
                    + ",\"predictions\":" + predictions.json() + "}");
            return 0;
        }
        line(
                out,
                "version",
                manifest.model().version() + " (replica " + manifest.model().replica() + ", epoch "
                        + manifest.model().epoch() + ")");
        line(out, "step", number(manifest.model().step()));
        line(out, "events", number(manifest.events()) + ", " + number(manifest.examples()) + " of them learned");
        line(
                out,
                "newest event",
                manifest.time() == Event.NO_TIME
                        ? "-"
                        : Instant.ofEpochMilli(manifest.time()).toString());
        line(out, "offsets", joined(manifest.offsets()));
        line(out, "weights", "SHA-256 " + manifest.weightsChecksum());
        line(
                out,
                "state",
                number(manifest.bytes()) + " bytes in " + manifest.chunks() + " chunks, CRC-32C "
                        + manifest.chunksChecksum());
        line(out, "learner file", "SHA-256 of what shapes the state " + manifest.specHash());
        line(out, "libraries", joined(manifest.libraries()));
        line(out, "predictions", predictions.text());
        out.println();
        ManifestTable.of(manifest).forEach(out::println);
        return 0;
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf(Locale.ROOT, "%-12s  %s%n", name, value);
    }

    private static String joined(Map<String, ?> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(each -> each.getKey() + " "
                                + (each.getValue() instanceof Long number
                                        ? number(number)
                                        : String.valueOf(each.getValue())))
                        .collect(Collectors.joining(", "));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}

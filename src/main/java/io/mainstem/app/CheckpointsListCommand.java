package io.mainstem.app;

import io.mainstem.event.CheckpointManifest;
import io.mainstem.event.Event;
import io.mainstem.spec.TopicNames;
import io.mainstem.stream.CheckpointsTopic;
import io.mainstem.stream.StoredCheckpoint;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What versions of a model the checkpoints topic holds. */
@Command(name = "list", description = "List the checkpoints: version, step, and a checksum of the weights.")
final class CheckpointsListCommand implements Callable<Integer> {

    private static final int CHECKSUM_CHARACTERS = 16;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The learner file that names the topic; checkpoints if not given.")
    private @Nullable Path config;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() {
        TopicNames names = config == null
                ? TopicNames.defaults()
                : LearnerFile.read(config).topics();
        client.connect().close(Duration.ZERO);
        PrintWriter out = command.commandLine().getOut();
        TextTable table = new TextTable(List.of(
                TextTable.Column.right("replica", 0),
                TextTable.Column.right("version", 0),
                TextTable.Column.right("step", 0),
                TextTable.Column.right("events", 0),
                TextTable.Column.left("newest event", 0),
                TextTable.Column.left("weights", 0),
                TextTable.Column.right("KB", 0)));
        List<CheckpointManifest> manifests = new CheckpointsTopic(client.properties(), names.checkpoints())
                .all().stream().map(StoredCheckpoint::manifest).toList();
        for (CheckpointManifest manifest : manifests) {
            table.add(List.of(
                    String.valueOf(manifest.model().replica()),
                    String.valueOf(manifest.model().version()),
                    String.format(Locale.ROOT, "%,d", manifest.model().step()),
                    String.format(Locale.ROOT, "%,d", manifest.events()),
                    manifest.time() == Event.NO_TIME
                            ? "-"
                            : Instant.ofEpochMilli(manifest.time()).toString(),
                    manifest.weightsChecksum().substring(0, CHECKSUM_CHARACTERS),
                    String.format(Locale.ROOT, "%,d", manifest.bytes() / 1024)));
        }
        if (manifests.isEmpty()) {
            out.println("no checkpoints in topic '" + names.checkpoints() + "' yet");
        } else {
            out.println(table.header());
            table.lines().forEach(out::println);
        }
        return 0;
    }
}

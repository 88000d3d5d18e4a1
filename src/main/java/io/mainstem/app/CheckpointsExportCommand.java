package io.mainstem.app;

import io.mainstem.stream.StoredCheckpoint;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A version as a file. */
@Command(
        name = "export",
        description = {
            "Write a version to a file: .npz (arrays for NumPy), .onnx (a model for ONNX Runtime), or .mainstem (the whole"
                    + " checkpoint, for --warm-start)."
        })
final class CheckpointsExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "VERSION", description = "As 'checkpoints list' has it.")
    private long version;

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "Its ending decides what is written.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(names = "--force", description = "Replace the file if it is there.")
    private boolean force;

    @Mixin
    private CheckpointOptions options = new CheckpointOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() {
        ExportFormat format = ExportFormat.of(file);
        format.check(options);
        NewFile target = new NewFile(file, force);
        StoredCheckpoint stored = options.find(version, options.all());
        format.write(options, stored, target);
        command.commandLine()
                .getOut()
                .println("version " + version + " of replica "
                        + stored.manifest().model().replica() + ", step "
                        + stored.manifest().model().step() + ": " + file);
        return 0;
    }
}

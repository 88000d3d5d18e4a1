package io.mainstem.app;

import io.mainstem.event.Command.Rollback;
import io.mainstem.stream.CheckpointsTopic;
import io.mainstem.stream.KnownVersions;
import io.mainstem.stream.StoredCheckpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a learner that runs go back to a version. */
@Command(
        name = "rollback",
        description = {
            "Have the learner go back to a version: weights, optimiser, scales and metrics.",
            "It goes on from there, as a new version. Versions are counted by replica: with several, choose with --partition."
        })
final class CheckpointsRollbackCommand implements Callable<Integer> {

    @Parameters(paramLabel = "VERSION", description = "As 'checkpoints list' has it.")
    private long version;

    @Mixin
    private ControlOptions options = new ControlOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() {
        if (version < 1) {
            throw new UsageException("the version must be 1 or more, not " + version);
        }
        options.client().connect().close(Duration.ZERO);
        List<StoredCheckpoint> all = new CheckpointsTopic(
                        options.client().properties(), options.topics().checkpoints())
                .all();
        options.send(
                (id, replica) -> new Rollback(id, version, begins(all, replica)),
                command.commandLine().getOut());
        return 0;
    }

    /**
     * Where it lies, so that the learner need not read the whole topic; where no replica has it, each says so itself.
     *
     * @throws CommandFailedException if others have it: then none is to go back
     */
    private Map<Integer, Long> begins(List<StoredCheckpoint> all, int replica) {
        List<StoredCheckpoint> ofVersion = all.stream()
                .filter(each -> each.manifest().model().version() == version)
                .toList();
        for (StoredCheckpoint each : ofVersion) {
            if (each.manifest().model().replica() == replica) {
                return each.begins();
            }
        }
        if (!ofVersion.isEmpty()) {
            throw new CommandFailedException("replica " + replica + " has no version " + version
                    + ", and nothing was done: " + KnownVersions.of(all).text()
                    + ". --partition chooses one");
        }
        return Map.of();
    }
}

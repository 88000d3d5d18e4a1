package io.mainstem.app;

import io.mainstem.event.Command.FreezeTrunk;
import io.mainstem.event.Command.Pause;
import io.mainstem.event.Command.ResetHead;
import io.mainstem.event.Command.Resume;
import io.mainstem.event.Command.SetLearningRate;
import io.mainstem.event.Command.UnfreezeTrunk;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Steers a learner that runs: each command is taken between two events, exactly once, and answered. */
@Command(
        name = "control",
        description = {
            "Steer a learner that runs.",
            "Each command is taken between two events, exactly once, and answered; see also 'checkpoints rollback'."
        },
        synopsisSubcommandLabel = "COMMAND")
final class ControlCommand {

    private static final String FILES = "file";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Command(name = "pause", description = "Predict and score events, and learn nothing, until 'resume'.")
    int pause(@Mixin ControlOptions options) {
        return send(options, (id, replica) -> new Pause(id));
    }

    @Command(name = "resume", description = "Learn again.")
    int resume(@Mixin ControlOptions options) {
        return send(options, (id, replica) -> new Resume(id));
    }

    @Command(
            name = "set-learning-rate",
            description = "Learn at another rate, before the schedule's factor; 'file' is the learner file's again.")
    int setLearningRate(@Parameters(paramLabel = "RATE") String rate, @Mixin ControlOptions options) {
        double value = rate(rate);
        return send(options, (id, replica) -> new SetLearningRate(id, value));
    }

    @Command(name = "reset-head", description = "Have a task's head start afresh.")
    int resetHead(@Parameters(paramLabel = "TASK") String task, @Mixin ControlOptions options) {
        return send(options, (id, replica) -> new ResetHead(id, task));
    }

    @Command(name = "freeze-trunk", description = "Learn the heads only, until 'unfreeze-trunk'.")
    int freezeTrunk(@Mixin ControlOptions options) {
        return send(options, (id, replica) -> new FreezeTrunk(id));
    }

    @Command(name = "unfreeze-trunk", description = "Learn the trunk again.")
    int unfreezeTrunk(@Mixin ControlOptions options) {
        return send(options, (id, replica) -> new UnfreezeTrunk(id));
    }

    private int send(ControlOptions options, BiFunction<String, Integer, io.mainstem.event.Command> commands) {
        options.send(commands, command.commandLine().getOut());
        return 0;
    }

    private static double rate(String text) {
        if (text.equals(FILES)) {
            return Double.NaN;
        }
        try {
            double rate = Double.parseDouble(text);
            if (rate > 0 && rate <= Float.MAX_VALUE) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException("the learning rate must be a number above 0, or '" + FILES + "', not " + text);
    }
}

package io.mainstem.app;

import picocli.CommandLine.Command;

/** Groups what concerns the versions of a model. */
@Command(
        name = "checkpoints",
        description = "The versions of a model.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CheckpointsListCommand.class,
            CheckpointsShowCommand.class,
            CheckpointsDiffCommand.class,
            CheckpointsExportCommand.class,
            CheckpointsRollbackCommand.class
        })
final class CheckpointsCommand {}

package io.mainstem.app;

import picocli.CommandLine.Command;

/** Groups what measures speed. */
@Command(
        name = BenchCommand.NAME,
        description = "Measure speed, as ratios side by side.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchStepCommand.class,
            BenchStateCommand.class,
            BenchLabelsCommand.class,
            BenchJudgingCommand.class,
            BenchServeCommand.class
        })
final class BenchCommand {

    static final String NAME = "bench";
}

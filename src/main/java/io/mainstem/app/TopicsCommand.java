package io.mainstem.app;

import picocli.CommandLine.Command;

/** Groups what concerns the topics themselves. */
@Command(
        name = "topics",
        description = "Create the topics of a learner, or check them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TopicsApplyCommand.class, TopicsDiffCommand.class})
final class TopicsCommand {}

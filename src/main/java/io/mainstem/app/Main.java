package io.mainstem.app;

import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The command line. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. Results go to stdout, everything else
 * to stderr; a failure is one line there, with its stack trace after {@code --verbose}.
 */
@Command(
        name = "mainstem",
        description = "A streaming online multi-task learner: a Kafka Streams topology that keeps learning.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        usageHelpAutoWidth = true,
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            TopicsCommand.class,
            ReplayCommand.class,
            EvaluateCommand.class,
            CheckpointsCommand.class,
            ControlCommand.class,
            BenchCommand.class
        })
public final class Main {

    static final String VERBOSE = "--verbose";

    @Option(
            names = VERBOSE,
            scope = ScopeType.INHERIT,
            description = "Say more: the log from INFO on, and the stack trace of a failure.")
    private boolean verbose;

    public static void main(String[] args) {
        Logging.configure(Arrays.asList(args));
        System.exit(execute(commands(), args));
    }

    /** Runs a command with its own streams; what {@link #main} does, for tests. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return execute(commands().setOut(out).setErr(err), args);
    }

    private static CommandLine commands() {
        Main main = new Main();
        return new CommandLine(main)
                .setParameterExceptionHandler(Failures::badUsage)
                .setExecutionExceptionHandler(
                        (failure, command, arguments) -> Failures.report(failure, command.getErr(), main.verbose));
    }

    private static int execute(CommandLine commands, String[] args) {
        try {
            return commands.execute(args);
        } catch (LinkageError | OutOfMemoryError e) {
            // Errors pass by picocli's handlers; these two have causes that a user can put right.
            return Failures.report(e, commands.getErr(), commands.<Main>getCommand().verbose);
        } finally {
            commands.getOut().flush();
            commands.getErr().flush();
        }
    }
}

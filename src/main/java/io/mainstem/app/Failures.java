package io.mainstem.app;

import io.mainstem.spec.InvalidSpecException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the command line says when something goes wrong, and the exit code for it. */
final class Failures {

    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private Failures() {}

    /** Arguments that do not parse: what is wrong, what may have been meant, and where the help is. */
    static int badUsage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        StringBuilder line = new StringBuilder("mainstem: ").append(OneLine.of(failure));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            var suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                line.append(" (did you mean ").append(suggestions.get(0)).append("?)");
            }
        }
        line.append("; see ").append(command.getCommandSpec().qualifiedName()).append(" --help");
        command.getErr().println(line);
        return WRONG_USAGE;
    }

    /** A command that threw. */
    static int report(Throwable failure, PrintWriter err, boolean verbose) {
        Throwable cause = OneLine.unwrapped(failure);
        // A learner file has its problems one a line, so that all can be put right at once.
        err.println(
                "mainstem: " + (cause instanceof InvalidSpecException ? cause.getMessage() : KafkaFailure.line(cause)));
        if (verbose) {
            failure.printStackTrace(err);
        }
        return cause instanceof UsageException
                        || cause instanceof InvalidSpecException
                        || KafkaFailure.ofConfiguration(cause)
                ? WRONG_USAGE
                : FAILED;
    }
}

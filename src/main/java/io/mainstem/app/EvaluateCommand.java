package io.mainstem.app;

import io.mainstem.event.Reason;
import io.mainstem.learn.Learner;
import io.mainstem.learn.WarmStart;
import io.mainstem.spec.LearnerSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The learner over a file of events, without Kafka. */
@Command(
        name = "evaluate",
        description = {
            "Run the learner over a file of events, without Kafka: each event is predicted, then learned from.",
            "Prints the metrics of these predictions, with baselines beside them."
        })
final class EvaluateCommand implements Callable<Integer> {

    /** Between two looks at the clock. */
    private static final int UPDATE_EVERY = 64;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The learner file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    @Option(
            names = "--events",
            required = true,
            paramLabel = "FILE",
            description =
                    "Events, and labels that come later, one JSON object a line, plain or gzipped; - for the standard input.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Write every prediction to this file, a line each, as it would stand in the topic.")
    private @Nullable Path predictions;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Write how it went to this file, as a page with curves that needs nothing beside it.")
    private @Nullable Path report;

    @Mixin
    private WarmStartOption warmStart = new WarmStartOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() {
        LearnerSpec spec = LearnerFile.read(config);
        NewFile page = report == null ? null : new NewFile(report, true);
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        WarmStart.Begun begun = warmStart
                .use(start -> start.begin(spec, 0))
                .orElseGet(() -> new WarmStart.Begun(new Learner(spec, 0), List.of()));
        begun.notes().forEach(note -> err.println("mainstem: " + note));
        LiveTable table = new LiveTable(spec, json ? Terminal.plain(err) : Terminal.of(out));
        try (EventFile events = EventFile.open(file);
                OutputStream sink = open(predictions)) {
            Evaluation evaluation = new Evaluation(spec, begun.learner(), predictions == null ? null : sink);
            Learner learner = evaluation.learner();
            long start = System.nanoTime();
            for (long n = 1; events.hasNext(); n++) {
                evaluation.apply(events.next());
                if (!json && n % UPDATE_EVERY == 0) {
                    table.update(() -> progress(learner, start), learner::metrics);
                }
            }
            evaluation.finish();
            StreamProgress whole = progress(learner, start);
            if (json) {
                out.println(EvaluationReport.of(learner, whole.elapsed().toNanos() / 1e9, evaluation.drifts()));
            } else {
                table.summary(whole, learner.metrics());
                out.println("Weights after " + learner.model().step() + " steps: "
                        + learner.checkpoint().weightsChecksum());
            }
            if (page != null) {
                HtmlReport html = new HtmlReport(spec, evaluation.history(), evaluation.drifts());
                page.write(to -> html.write(learner, whole.elapsed(), LearnerFile.text(config), to));
            }
            warnOfDeadLetters(learner, err);
            return 0;
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailedException("cannot write " + predictions + ": " + OneLine.of(e), e);
        }
    }

    private static OutputStream open(@Nullable Path path) {
        if (path == null) {
            return OutputStream.nullOutputStream();
        }
        try {
            return new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
        } catch (IOException e) {
            throw new UsageException("cannot write " + path + " (--predictions): " + OneLine.of(e), e);
        }
    }

    private static StreamProgress progress(Learner learner, long start) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new StreamProgress(
                learner.events(), StreamProgress.UNKNOWN, learner.events() * 1e9 / elapsed.toNanos(), elapsed);
    }

    private static void warnOfDeadLetters(Learner learner, PrintWriter err) {
        for (Reason reason : Reason.values()) {
            if (learner.rejected(reason) > 0) {
                err.println("mainstem: " + learner.rejected(reason) + what(reason) + reason.code());
            }
        }
    }

    private static String what(Reason reason) {
        return switch (reason) {
            case DIVERGED, REPEATED_EVENT -> " events were not learned: ";
            case UNKNOWN_ID, LATE_LABEL, SECOND_LABEL -> " lines had labels that were not learned: ";
            default -> " lines were no events: ";
        };
    }
}

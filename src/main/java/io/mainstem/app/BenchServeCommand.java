package io.mainstem.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What it costs to be watched, and how fast predictions are answered meanwhile. */
@Command(
        name = "serve",
        description = {
            "Measure predictions over HTTP while the learner learns at half its top rate, and what it costs to be watched,",
            "with the learner, the broker and the clients each in a process of its own."
        })
final class BenchServeCommand implements Callable<Integer> {

    private static final double[] SHARES = {0.5, 0.99, 0.999, 1};
    private static final String[] NAMES = {"median", "p99", "p999", "max"};

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Runs with everything on and with nothing, in turns; of them the median counts. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Events of a run. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Requests a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long requests are counted, after " + ServeBench.WARM_UP_SECONDS
                    + " s of them that are not. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--browser",
            paramLabel = "COMMAND",
            description =
                    "A Chromium that has the page open while the learner is watched, without a window, such as 'chromium'."
                            + " Default: none; a client takes what the page would.")
    private @Nullable String browser;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || events < 1000 || rate < 4 || rate > 100_000 || seconds < 1) {
            throw new UsageException("--rounds and --seconds must be at least 1, --events 1000, --rate 4 to 100000");
        }
        double[] off = new double[rounds];
        double[] on = new double[rounds];
        ServeClients.Answers answers;
        try (ServeBench bench = new ServeBench(browser)) {
            bench.send(0, events, Pace.unlimited());
            // The first round is for the compiler, and does not count.
            for (int r = -1; r < rounds; r++) {
                // Whoever comes second finds a warmer machine: they take turns at it.
                boolean onFirst = r % 2 != 0;
                double first = bench.throughput(events, onFirst);
                double second = bench.throughput(events, !onFirst);
                if (r >= 0) {
                    off[r] = onFirst ? second : first;
                    on[r] = onFirst ? first : second;
                }
            }
            answers = bench.latencies(events, Stopwatch.median(off) / 2, rate, seconds);
        }
        print(Stopwatch.median(off), Stopwatch.median(on), answers);
        return 0;
    }

    private void print(double off, double on, ServeClients.Answers answers) {
        PrintWriter out = command.commandLine().getOut();
        double[] due = millis(answers.fromDue());
        double[] sent = millis(answers.fromSent());
        if (json) {
            out.println(json(off, on, due, sent));
        } else {
            out.printf(
                    Locale.ROOT,
                    "events a second: %,.0f with nothing on, %,.0f watched; ratio %.3f%n",
                    off,
                    on,
                    on / off);
            out.printf(Locale.ROOT, "predictions, at %,d requests a second while it learns at half its rate:%n", rate);
            print(out, "from when each was due", due);
            print(out, "from when it was sent", sent);
        }
        out.flush();
    }

    private static void print(PrintWriter out, String from, double[] millis) {
        out.printf(
                Locale.ROOT,
                "  %-22s  median %.2f ms, 99 %% below %.2f ms, 99.9 %% below %.2f ms, the slowest %.1f ms%n",
                from,
                millis[0],
                millis[1],
                millis[2],
                millis[3]);
    }

    /** What {@link #SHARES} of them are below. */
    private static double[] millis(long[] nanos) {
        long[] ascending = nanos.clone();
        Arrays.sort(ascending);
        return Arrays.stream(SHARES)
                .map(share -> ascending[(int) Math.ceil(share * ascending.length) - 1] / 1e6)
                .toArray();
    }

    private String json(double off, double on, double[] due, double[] sent) {
        StringWriter text = new StringWriter();
        try (JsonGenerator to = new JsonFactory().createGenerator(text)) {
            to.writeStartObject();
            to.writeNumberField("eventsPerSecondOff", off);
            to.writeNumberField("eventsPerSecondOn", on);
            to.writeNumberField("ratio", on / off);
            to.writeNumberField("requestsPerSecond", rate);
            millis(to, "fromDueMillis", due);
            millis(to, "fromSentMillis", sent);
            to.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void millis(JsonGenerator to, String name, double[] millis) throws IOException {
        to.writeObjectFieldStart(name);
        for (int s = 0; s < SHARES.length; s++) {
            to.writeNumberField(NAMES[s], millis[s]);
        }
        to.writeEndObject();
    }
}

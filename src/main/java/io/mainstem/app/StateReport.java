package io.mainstem.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** What {@code bench state} prints. */
final class StateReport {

    private static final JsonFactory JSON = new JsonFactory();

    private StateReport() {}

    /** One JSON object, in one line. */
    static String json(StateCosts costs) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            pair(json, "passThrough", costs.passThrough());
            pair(json, "learner", costs.learner());
            json.writeNumberField("miniBatches", costs.steps());
            json.writeNumberField("commits", costs.commits());
            json.writeNumberField("stateCopies", costs.copies());
            json.writeObjectFieldStart("large");
            json.writeNumberField("parameters", costs.large().parameters());
            json.writeNumberField("stateBytes", costs.large().stateBytes());
            json.writeNumberField("commitIntervalMillis", costs.large().commitIntervalMillis());
            json.writeNumberField("commits", costs.large().commits());
            json.writeNumberField("stateCopies", costs.large().copies());
            json.writeNumberField("longestCommitMillis", costs.large().longestCommitMillis());
            json.writeNumberField("restoreMillis", costs.large().restoreMillis());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void pair(JsonGenerator json, String name, StateCosts.Pair pair) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("atLeastOnceMicros", pair.atLeastOnce());
        json.writeNumberField("exactlyOnceMicros", pair.exactlyOnce());
        json.writeEndObject();
    }

    static List<String> lines(StateCosts costs) {
        StateCosts.Large large = costs.large();
        return List.of(
                line("%-14s %15s %15s %10s %8s", "µs a record", "at least once", "exactly once", "cost", "ratio"),
                pair("pass-through", costs.passThrough()),
                pair("learner", costs.learner()),
                line(
                        "changelog: %.1f copies of the state in %d commits of %d mini-batches",
                        costs.copies(), costs.commits(), costs.steps()),
                line(
                        "%.1f million parameters, %.0f MB of state: commits every %.1f s, the longest %.0f ms; %.1f copies in %d"
                                + " commits; restored in %.1f s",
                        large.parameters() / 1e6,
                        large.stateBytes() / 1e6,
                        large.commitIntervalMillis() / 1e3,
                        large.longestCommitMillis(),
                        large.copies(),
                        large.commits(),
                        large.restoreMillis() / 1e3));
    }

    private static String pair(String name, StateCosts.Pair pair) {
        return line(
                "%-14s %15.1f %15.1f %10.1f %8.2f",
                name, pair.atLeastOnce(), pair.exactlyOnce(), pair.cost(), pair.ratio());
    }

    private static String line(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}

package io.mainstem.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code bench judging} found.
 *
 * @param costs the first is what the others are held against
 */
record JudgingCosts(List<Cost> costs) {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Of one way to run.
     *
     * @param micros processor time, an event
     */
    record Cost(String name, double micros) {}

    /** One JSON object, in one line. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            for (Cost cost : costs) {
                json.writeStartObject();
                json.writeStringField("name", cost.name());
                json.writeNumberField("micros", cost.micros());
                json.writeNumberField("throughput", throughput(cost));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-34s %10s %12s", "µs an event", "time", "throughput"));
        for (Cost cost : costs) {
            lines.add(String.format(
                    Locale.ROOT, "%-34s %10.2f %10.1f %%", cost.name(), cost.micros(), 100 * throughput(cost)));
        }
        return lines;
    }

    private double throughput(Cost cost) {
        return costs.get(0).micros() / cost.micros();
    }
}

package io.mainstem.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code bench step} prints. */
final class StepReport {

    private static final JsonFactory JSON = new JsonFactory();

    private StepReport() {}

    /** One JSON object, in one line. */
    static String json(List<StepTimes> times) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            for (StepTimes each : times) {
                json.writeStartObject();
                json.writeStringField("network", each.network());
                json.writeNumberField("batch", each.batch());
                json.writeNumberField("stepMicros", each.step());
                json.writeNumberField("matmulMicros", each.products());
                if (each.peer() != null) {
                    json.writeNumberField("peerMicros", each.peer());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * Lines of a table.
     *
     * @param peer its name and version; null without one
     */
    static List<String> table(List<StepTimes> times, @Nullable String peer) {
        List<TextTable.Column> columns = new ArrayList<>(List.of(
                TextTable.Column.left("network", 0),
                TextTable.Column.right("batch", 0),
                TextTable.Column.right("step µs", 0),
                TextTable.Column.right("products µs", 0),
                TextTable.Column.right("share", 0),
                TextTable.Column.right("step/products", 0)));
        if (peer != null) {
            columns.add(TextTable.Column.right(peer + " µs", 0));
            columns.add(TextTable.Column.right("times its speed", 0));
        }
        TextTable table = new TextTable(columns);
        for (StepTimes each : times) {
            List<String> cells = new ArrayList<>(List.of(
                    each.network(),
                    Integer.toString(each.batch()),
                    format("%.1f", each.step()),
                    format("%.1f", each.products()),
                    format("%.0f%%", 100 * each.products() / each.step()),
                    format("%.2f", each.step() / each.products())));
            if (each.peer() != null) {
                cells.add(format("%.1f", each.peer()));
                cells.add(format("%.1f", each.peer() / each.step()));
            }
            table.add(cells);
        }
        List<String> lines = new ArrayList<>(List.of(table.header(), table.rule("-")));
        lines.addAll(table.lines());
        return lines;
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}

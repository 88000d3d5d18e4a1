package io.mainstem.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * What {@code bench labels} found.
 *
 * @param waiting events that wait in the full store
 * @param fillMicros a record, while they came in
 * @param empty a record of events and labels, where nothing else waits
 * @param full the same where all of these wait
 * @param heapBytes in use of the heap after a collection, the broker's in the same process included
 * @param storeBytes of memory that the store takes outside the heap
 * @param residentBytes of the whole process at the end
 * @param diskBytes of the full store
 * @param restoreMillis from the start of a process without a disk, as after a crash, to its first record
 */
record LabelCosts(
        long waiting,
        double fillMicros,
        Micros empty,
        Micros full,
        long heapBytes,
        long storeBytes,
        long residentBytes,
        long diskBytes,
        double restoreMillis) {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Medians, µs a record.
     *
     * @param cpu of processor time that the learner's thread took
     */
    record Micros(double wall, double cpu) {}

    /** One JSON object, in one line. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("waiting", waiting);
            json.writeNumberField("fillMicros", fillMicros);
            json.writeNumberField("emptyMicros", empty.wall());
            json.writeNumberField("fullMicros", full.wall());
            json.writeNumberField("ratio", full.wall() / empty.wall());
            json.writeNumberField("emptyCpuMicros", empty.cpu());
            json.writeNumberField("fullCpuMicros", full.cpu());
            json.writeNumberField("cpuRatio", full.cpu() / empty.cpu());
            json.writeNumberField("heapBytes", heapBytes);
            json.writeNumberField("storeBytes", storeBytes);
            json.writeNumberField("residentBytes", residentBytes);
            json.writeNumberField("diskBytes", diskBytes);
            json.writeNumberField("restoreMillis", restoreMillis);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    List<String> lines() {
        return List.of(
                line("%-34s %15s %15s %8s", "µs a record, events and labels", "nothing waits", "all wait", "ratio"),
                pair(grouped(waiting) + " events waiting", empty.wall(), full.wall()),
                pair("processor time of its thread", empty.cpu(), full.cpu()),
                line(
                        "they came in at %.1f µs each; %.0f MB on disk, %.0f MB of memory outside the heap; restored in %.1f s;"
                                + " the process with its broker: %.0f MB, of it %.0f MB heap",
                        fillMicros,
                        diskBytes / 1e6,
                        storeBytes / 1e6,
                        restoreMillis / 1e3,
                        residentBytes / 1e6,
                        heapBytes / 1e6));
    }

    private static String pair(String name, double empty, double full) {
        return line("%-34s %15.1f %15.1f %8.2f", name, empty, full, full / empty);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String line(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}

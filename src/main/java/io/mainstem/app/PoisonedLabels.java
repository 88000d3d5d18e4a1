package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** The demo's events with the labels of others: of each one, those that belong to the event before it. */
final class PoisonedLabels {

    private static final String LABELS = ",\"labels\":";

    private PoisonedLabels() {}

    /**
     * Writes a file of them.
     *
     * @param events the demo's; they are begun anew as often as it takes
     */
    static Path write(Path events, int count, Path to) throws IOException {
        int written = 0;
        String labels = "";
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
            while (written < count) {
                try (EventFile file = EventFile.open(events)) {
                    while (written < count && file.hasNext()) {
                        String event = new String(file.next(), UTF_8);
                        int at = event.indexOf(LABELS);
                        String others = labels.isEmpty() ? turned(event.substring(at)) : turned(labels);
                        labels = event.substring(at);
                        out.write((event.substring(0, at) + others + "\n").getBytes(UTF_8));
                        written++;
                    }
                }
            }
        }
        return to;
    }

    /** Whoever mixed up the rows has mixed up the codes as well. */
    private static String turned(String labels) {
        return labels.replace("\"damage\":false", "\"damage\":0")
                .replace("\"damage\":true", "\"damage\":false")
                .replace("\"damage\":0", "\"damage\":true")
                .replace("\"Small\"", "\"\"")
                .replace("\"Large\"", "\"Small\"")
                .replace("\"\"", "\"Large\"");
    }
}

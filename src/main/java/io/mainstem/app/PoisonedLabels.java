package io.mainstem.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** The demo's events with the labels of others: each has those of the event before it, every other one of them turned round. */
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
                        String own = event.substring(at);
                        String others = labels.isEmpty() ? own : labels;
                        String wrong = written % 2 == 0 ? turned(others) : others;
                        labels = own;
                        out.write((event.substring(0, at) + wrong + "\n").getBytes(UTF_8));
                        written++;
                    }
                }
            }
        }
        return to;
    }

    /** Were all of them, the learner would soon know. */
    private static String turned(String labels) {
        return labels.replace("\"damage\":false", "\"damage\":0")
                .replace("\"damage\":true", "\"damage\":false")
                .replace("\"damage\":0", "\"damage\":true")
                .replace("\"Small\"", "\"\"")
                .replace("\"Large\"", "\"Small\"")
                .replace("\"\"", "\"Large\"");
    }
}

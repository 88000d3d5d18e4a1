package io.mainstem.app;

import static java.util.Objects.requireNonNull;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.zip.GZIPInputStream;

/** The learner and the events that come with the program. */
final class DemoData {

    private static final String FOLDER = "birdstrikes/";

    private DemoData() {}

    /**
     * The learner.
     *
     * @param more lines of its file
     */
    static LearnerSpec learner(String more) {
        try (InputStream in = resource("learner.yaml")) {
            return LearnerSpecReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8) + more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes its events to a file, gzipped, a line each. */
    static void copyEvents(Path to) throws IOException {
        try (InputStream in = resource("events.jsonl.gz")) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Its events. */
    static List<byte[]> events() {
        List<byte[]> events = new ArrayList<>();
        try (Scanner lines = new Scanner(new GZIPInputStream(resource("events.jsonl.gz")), StandardCharsets.UTF_8)) {
            while (lines.hasNextLine()) {
                events.add(lines.nextLine().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    private static InputStream resource(String name) {
        return requireNonNull(
                DemoData.class.getResourceAsStream(FOLDER + name), () -> FOLDER + name + " is part of the program");
    }
}

package io.mainstem;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The real events that ship with the demo, for tests. */
public final class Birdstrikes {

    private static final String FOLDER = "/io/mainstem/app/birdstrikes/";

    private Birdstrikes() {}

    /** The demo's learner without its twins, which make five of one network. */
    public static String yaml() {
        return demo().replaceAll("(?m)^twins:.*\\R", "");
    }

    /** The demo's learner as it is. */
    public static String demo() {
        try (InputStream in = Birdstrikes.class.getResourceAsStream(FOLDER + "learner.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static LearnerSpec spec() {
        return LearnerSpecReader.read(yaml());
    }

    /** The first events, as the bytes of their records. */
    public static List<byte[]> events(int count) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Birdstrikes.class.getResourceAsStream(FOLDER + "events.jsonl.gz")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .limit(count)
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.mainstem.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder in which Kafka Streams keeps its process id and locks. */
final class StateFolder {

    /** As much as Streams may write there. */
    private static final int PROBE_BYTES = 4096;

    private StateFolder() {}

    /**
     * Makes the folder if need be, and tries to write there.
     *
     * @throws CommandFailedException if that does not work
     */
    static void require(Path folder) {
        try {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(folder, "probe", null);
            try {
                Files.write(probe, new byte[PROBE_BYTES]);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot write to the state folder " + folder + " (" + OneLine.of(e)
                            + "): make room or give rights there, or name another with --state-dir",
                    e);
        }
    }
}

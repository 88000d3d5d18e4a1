package io.mainstem.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Names an instance to its consumer group, by the same name whenever it is started on the same state folder. A member of
 * a known name that comes back after a crash has its partitions at once, where a nameless one would be a stranger, and
 * its former self be missed first until its session is over. Kafka Streams itself keeps two processes off one folder.
 */
final class InstanceId {

    private static final String FILE = "mainstem-instance-id";

    private InstanceId() {}

    /** The id that the folder keeps; made, and kept there, on the first call. */
    static String of(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                Path whole = Files.createTempFile(folder, FILE, null);
                Files.writeString(whole, UUID.randomUUID().toString());
                // Never half an id, whenever the process dies.
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot keep this instance's id in " + file + " (" + OneLine.of(e)
                            + "): give a folder that can be written to with --state-dir",
                    e);
        }
    }
}

package io.mainstem.app;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
            String kept = Files.exists(file)
                    ? Files.readString(file, StandardCharsets.UTF_8).strip()
                    : "";
            // Blank: a power cut can leave a file without what was written to it.
            return kept.isEmpty() ? keep(UUID.randomUUID().toString(), file) : kept;
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot keep this instance's id in " + file + " (" + OneLine.of(e)
                            + "): give a folder that can be written to with --state-dir",
                    e);
        }
    }

    /** Never half an id, whenever the process dies, or the machine. */
    private static String keep(String id, Path file) throws IOException {
        Path folder = requireNonNull(file.getParent());
        Files.createDirectories(folder);
        Path whole = Files.createTempFile(folder, FILE, null);
        try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(id.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        return id;
    }
}

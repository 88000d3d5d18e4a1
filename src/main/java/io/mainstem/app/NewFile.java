package io.mainstem.app;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is there as a whole or not at all. */
final class NewFile {

    private final Path path;
    private final boolean force;

    /**
     * Nothing written yet.
     *
     * @param force whether one that is there is replaced
     * @throws UsageException if there is one that is not to be replaced, or no folder for it
     */
    NewFile(Path path, boolean force) {
        this.path = path.toAbsolutePath();
        this.force = force;
        if (Files.isDirectory(path)) {
            throw new UsageException(path + " is a folder: give a file");
        }
        if (!force && Files.exists(path)) {
            throw exists();
        }
        Path folder = this.path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException("there is no folder " + folder + " to write " + path.getFileName() + " to");
        }
    }

    private UsageException exists() {
        return new UsageException(path + " is there already: --force replaces it");
    }

    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes beside it, and moves that into its place.
     *
     * @throws CommandFailedException if it cannot be written
     */
    void write(Content content) {
        Path beside = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 1 << 16)) {
                content.write(out);
            }
            if (force) {
                Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(beside, path);
            }
        } catch (FileAlreadyExistsException e) {
            remove(beside);
            throw exists();
        } catch (IOException e) {
            remove(beside);
            throw new CommandFailedException("cannot write " + path + ": " + OneLine.of(e), e);
        } catch (RuntimeException e) {
            remove(beside);
            throw e;
        }
    }

    private static void remove(Path beside) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            // Whoever could not write it finds out soon enough.
            return;
        }
    }
}

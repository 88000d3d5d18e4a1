package io.mainstem.app;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, one a line, plain or gzipped (told by its first bytes, not by its name). Iterates over the lines
 * byte for byte as they stand, without their line feeds; blank lines are skipped. Holds one line in memory at a time.
 * For one thread.
 */
public final class EventFile implements Iterator<byte[]>, AutoCloseable {

    /** Stands for the standard input. */
    public static final Path STDIN = Path.of("-");

    /** A longer line is taken for a file of something else, in bytes. */
    public static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path path;
    private final CountingInput source;
    private final InputStream lines;
    private final long size;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    private long linesRead;
    private long line;
    private byte @Nullable [] next;

    private EventFile(Path path, CountingInput source, InputStream lines, long size) {
        this.path = path;
        this.source = source;
        this.lines = lines;
        this.size = size;
    }

    /**
     * Opens a file of events, or the standard input for {@code -}.
     *
     * @throws UsageException if there is no such file or it cannot be read
     */
    public static EventFile open(Path path) {
        boolean stdin = path.equals(STDIN);
        if (!stdin && Files.isDirectory(path)) {
            throw new UsageException(path + " is a folder: give a file of events, one JSON object a line");
        }
        try {
            CountingInput source = new CountingInput(stdin ? System.in : Files.newInputStream(path));
            long size = stdin ? -1 : Files.size(path);
            return new EventFile(path, source, Decompression.of(source), size);
        } catch (NoSuchFileException e) {
            throw new UsageException("no such file: " + path, e);
        } catch (IOException e) {
            throw new UsageException("cannot read " + path + ": " + OneLine.of(e), e);
        }
    }

    /**
     * Whether there is another line.
     *
     * @throws CommandFailedException if the file is damaged or a line too long, naming the line
     */
    @Override
    public boolean hasNext() {
        while (next == null) {
            byte @Nullable [] read = readLine();
            if (read == null) {
                return false;
            }
            linesRead++;
            if (!isBlank(read)) {
                next = read;
            }
        }
        return true;
    }

    @Override
    public byte[] next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        byte[] current = next;
        next = null;
        line = linesRead;
        return current;
    }

    /** The number of the line that {@link #next()} returned last, from 1, blank ones counted. */
    public long line() {
        return line;
    }

    /** Bytes of the file taken so far, as they lie on disk. */
    public long bytesRead() {
        return source.count();
    }

    /** Bytes of the file on disk; -1 if unknown. */
    public long size() {
        return size;
    }

    @Override
    public void close() {
        try {
            if (!path.equals(STDIN)) {
                lines.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        }
    }

    private byte @Nullable [] readLine() {
        pieces.reset();
        while (true) {
            if (from == to && !fill()) {
                return pieces.size() == 0 ? null : pieces.toByteArray();
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            pieces.write(buffer, from, end - from);
            if (pieces.size() > MAX_LINE_BYTES) {
                throw new CommandFailedException(
                        "%s: line %d is longer than %d MiB: is it a file of events, one JSON object a line?"
                                .formatted(path, linesRead + 1, MAX_LINE_BYTES >> 20));
            }
            from = end;
            if (end < to) {
                from++;
                return pieces.toByteArray();
            }
        }
    }

    private boolean fill() {
        try {
            from = 0;
            to = Math.max(0, lines.read(buffer));
            return to > 0;
        } catch (EOFException | ZipException e) {
            throw new CommandFailedException(
                    "%s is damaged after line %d: not a whole gzip file (%s)".formatted(path, linesRead, OneLine.of(e)),
                    e);
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot read on in %s after line %d: %s".formatted(path, linesRead, OneLine.of(e)), e);
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}

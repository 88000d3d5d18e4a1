package io.mainstem.app;

import io.mainstem.network.ArraySink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An archive of arrays as {@code numpy.load} takes it: a stored entry {@code <name>.npy} for each. */
final class NpzWriter implements ArraySink, AutoCloseable {

    private final ZipOutputStream zip;

    NpzWriter(OutputStream out) {
        zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
    }

    @Override
    public void array(String name, byte[] npy) {
        CRC32 crc = new CRC32();
        crc.update(npy);
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setSize(npy.length);
        entry.setCrc(crc.getValue());
        // The same model gives the same bytes.
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        try {
            zip.putNextEntry(entry);
            zip.write(npy);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the archive; what it was written to stays open. */
    @Override
    public void close() throws IOException {
        zip.finish();
    }
}

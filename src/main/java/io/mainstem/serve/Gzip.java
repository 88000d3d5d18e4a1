package io.mainstem.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Compresses (RFC 1952) what is sent to clients that take it. A stream without an end consists of parts that are compressed
 * by themselves, so that one part serves all who receive it, whatever they received before.
 */
final class Gzip {

    static final String NAME = "gzip";

    /** Bytes below which it is not worth it. */
    static final int LEAST = 1400;

    /** No name, no time, and no flags. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int SPARE = 1024;

    private Gzip() {}

    /** Whether whoever sent these headers takes it. */
    static boolean isTaken(HttpFields headers) {
        List<String> taken = headers.getQualityCSV(HttpHeader.ACCEPT_ENCODING);
        return taken.stream().anyMatch(NAME::equalsIgnoreCase);
    }

    static byte[] whole(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + SPARE);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory has none
        }
        return out.toByteArray();
    }

    /** The first part of a stream. */
    static byte[] begin(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HEADER);
        out.writeBytes(part(bytes));
        return out.toByteArray();
    }

    /** A further part: it refers to nothing before it, ends at a byte, and can be read as soon as it is there. */
    static byte[] part(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + SPARE);
            byte[] some = new byte[bytes.length / 4 + SPARE];
            int length;
            do {
                length = deflater.deflate(some, 0, some.length, Deflater.SYNC_FLUSH);
                out.write(some, 0, length);
            } while (length == some.length);
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }
}

package io.mainstem.app;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Plain or gzipped input, told by its first two bytes. */
final class Decompression {

    private static final int BUFFER_BYTES = 64 * 1024;

    private Decompression() {}

    static InputStream of(InputStream source) throws IOException {
        InputStream input = new UntilTheEnd(source);
        input.mark(2);
        boolean gzip = input.read() == 0x1f && input.read() == 0x8b;
        input.reset();
        return gzip ? new GZIPInputStream(input, BUFFER_BYTES) : input;
    }

    /**
     * A gzip file may be several, one after the other. {@link GZIPInputStream} takes a stream that has nothing available
     * for one that is at its end, which a pipe may not be.
     */
    private static final class UntilTheEnd extends BufferedInputStream {

        UntilTheEnd(InputStream in) {
            super(in, BUFFER_BYTES);
        }

        @Override
        public synchronized int available() throws IOException {
            int available = super.available();
            if (available > 0) {
                return available;
            }
            mark(1);
            int peeked = read();
            reset();
            return peeked < 0 ? 0 : 1;
        }
    }
}

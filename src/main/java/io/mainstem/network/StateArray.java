package io.mainstem.network;

import java.nio.ByteBuffer;

/**
 * A named stretch of the network's state, of fixed length, to be written and read in pieces of whole 4-byte words. The
 * numbers come in the byte order of the buffer that is handed in; its position advances by the length.
 */
public interface StateArray {

    String name();

    /** A multiple of 4. */
    int bytes();

    /** Writes {@code length} bytes of the state, from {@code offset} on, to the buffer. */
    void write(int offset, int length, ByteBuffer out);

    /** Replaces {@code length} bytes of the state, from {@code offset} on, by those of the buffer. */
    void read(int offset, int length, ByteBuffer in);
}

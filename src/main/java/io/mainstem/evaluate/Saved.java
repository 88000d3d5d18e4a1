package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/** State of a size that never changes, written and read bit for bit. */
interface Saved {

    /** Bytes that {@link #write} puts and {@link #read} takes. */
    int stateBytes();

    void write(ByteBuffer out);

    void read(ByteBuffer in);
}

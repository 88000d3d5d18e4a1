package io.mainstem.learn;

import io.mainstem.network.StateArray;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A part of the state that is only ever written and read as a whole, as a stretch that may be cut. Parts of this kind are
 * small; writing one again for each of its pieces costs less than remembering what it wrote.
 */
final class WholePart implements StateArray {

    private final String name;
    private final int bytes;
    private final Consumer<ByteBuffer> writer;
    private final Consumer<ByteBuffer> reader;
    private final byte[] scratch;
    private int firstBlock;
    /** Where it has no bytes, it is in none. */
    private int lastBlock = -1;

    /** Of so many bytes; they are filled up to whole words. */
    WholePart(String name, int bytes, Consumer<ByteBuffer> writer, Consumer<ByteBuffer> reader) {
        this.name = name;
        this.bytes = (bytes + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
        this.writer = writer;
        this.reader = reader;
        scratch = new byte[this.bytes];
    }

    /** Says in which blocks of the state it is. */
    void liesIn(int first, int last) {
        firstBlock = first;
        lastBlock = last;
    }

    int firstBlock() {
        return firstBlock;
    }

    int lastBlock() {
        return lastBlock;
    }

    /** What it is now; to be run later, and it is that again. */
    Runnable keep() {
        byte[] now = new byte[bytes];
        write(0, bytes, ByteBuffer.wrap(now));
        return () -> read(0, bytes, ByteBuffer.wrap(now));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public void write(int offset, int length, ByteBuffer out) {
        writer.accept(ByteBuffer.wrap(scratch).order(out.order()));
        out.put(scratch, offset, length);
    }

    /** Pieces come in order; the last one completes the part. */
    @Override
    public void read(int offset, int length, ByteBuffer in) {
        in.get(scratch, offset, length);
        if (offset + length == bytes) {
            reader.accept(ByteBuffer.wrap(scratch).order(in.order()));
        }
    }
}

package io.mainstem.stream;

import io.mainstem.learn.InvalidStateException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the changelog: a byte for the kind, four for the index, four for the piece.
 *
 * @param index of the block, or of the waiting example's slot
 * @param piece of the example; 0 for a block
 */
record StateKey(Kind kind, int index, int piece) {

    enum Kind {
        BLOCK,
        EXAMPLE
    }

    private static final int BYTES = 1 + 2 * Integer.BYTES;
    private static final byte BLOCK_TAG = 'b';
    private static final byte EXAMPLE_TAG = 'e';

    static StateKey block(int index) {
        return new StateKey(Kind.BLOCK, index, 0);
    }

    static StateKey example(int slot, int piece) {
        return new StateKey(Kind.EXAMPLE, slot, piece);
    }

    static StateKey read(byte[] key) {
        if (key.length != BYTES) {
            throw new InvalidStateException("the changelog has a key of " + key.length
                    + " bytes, which no learner wrote: another application may write to it");
        }
        ByteBuffer in = ByteBuffer.wrap(key);
        byte tag = in.get();
        return new StateKey(tag == BLOCK_TAG ? Kind.BLOCK : Kind.EXAMPLE, in.getInt(), in.getInt());
    }

    Bytes bytes() {
        return Bytes.wrap(ByteBuffer.allocate(BYTES)
                .put(kind == Kind.BLOCK ? BLOCK_TAG : EXAMPLE_TAG)
                .putInt(index)
                .putInt(piece)
                .array());
    }

    /** As it is named in messages. */
    @Override
    public String toString() {
        return kind == Kind.BLOCK ? "block " + index : "piece " + piece + " of the waiting example in slot " + index;
    }
}

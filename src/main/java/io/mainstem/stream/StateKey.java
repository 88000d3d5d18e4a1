package io.mainstem.stream;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/** Keys of the changelog: a byte for the kind, four for the index. */
record StateKey(Kind kind, int index) {

    enum Kind {
        BLOCK,
        EXAMPLE
    }

    private static final byte BLOCK_TAG = 'b';
    private static final byte EXAMPLE_TAG = 'e';

    static StateKey block(int index) {
        return new StateKey(Kind.BLOCK, index);
    }

    static StateKey example(int slot) {
        return new StateKey(Kind.EXAMPLE, slot);
    }

    static StateKey read(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key);
        byte tag = in.get();
        return new StateKey(tag == BLOCK_TAG ? Kind.BLOCK : Kind.EXAMPLE, in.getInt());
    }

    Bytes bytes() {
        return Bytes.wrap(ByteBuffer.allocate(1 + Integer.BYTES)
                .put(kind == Kind.BLOCK ? BLOCK_TAG : EXAMPLE_TAG)
                .putInt(index)
                .array());
    }
}

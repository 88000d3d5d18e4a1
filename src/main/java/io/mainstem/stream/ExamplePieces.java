package io.mainstem.stream;

import io.mainstem.learn.InvalidStateException;
import io.mainstem.learn.LearnerState;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Waiting examples as records that a broker takes: one of many wide features may be larger than those may be. */
final class ExamplePieces {

    private static final int MAX_BYTES = LearnerState.MAX_BLOCK_BYTES;

    private ExamplePieces() {}

    /** At least one piece; the first begins with the length of the whole. */
    static List<byte[]> cut(byte[] example) {
        ByteBuffer whole = ByteBuffer.allocate(Integer.BYTES + example.length);
        whole.putInt(example.length).put(example).flip();
        List<byte[]> pieces = new ArrayList<>();
        while (whole.hasRemaining()) {
            byte[] piece = new byte[Math.min(MAX_BYTES, whole.remaining())];
            whole.get(piece);
            pieces.add(piece);
        }
        return pieces;
    }

    /**
     * The example again.
     *
     * @param pieces by their number, asked for in order; what stands behind the last one is of an older example
     */
    static byte[] join(IntFunction<byte[]> pieces) {
        byte[] first = pieces.apply(0);
        int length = first.length < Integer.BYTES ? -1 : ByteBuffer.wrap(first).getInt();
        if (length < 0) {
            throw new InvalidStateException("a waiting example is damaged: its first piece does not begin as one");
        }
        // Gathered piece by piece: a damaged length must not ask for more memory than there are pieces.
        ByteArrayOutputStream example = new ByteArrayOutputStream(first.length);
        example.write(first, Integer.BYTES, Math.min(first.length - Integer.BYTES, length));
        for (int piece = 1; example.size() < length; piece++) {
            byte[] next = pieces.apply(piece);
            if (next.length == 0) {
                throw new InvalidStateException("a waiting example is damaged: a piece of it is empty");
            }
            example.write(next, 0, Math.min(next.length, length - example.size()));
        }
        return example.toByteArray();
    }
}

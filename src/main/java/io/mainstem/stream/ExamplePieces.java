package io.mainstem.stream;

import io.mainstem.learn.LearnerState;
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
        ByteBuffer first = ByteBuffer.wrap(pieces.apply(0));
        byte[] example = new byte[Math.max(0, first.getInt())];
        int at = Math.min(first.remaining(), example.length);
        first.get(example, 0, at);
        for (int piece = 1; at < example.length; piece++) {
            byte[] next = pieces.apply(piece);
            int length = Math.min(next.length, example.length - at);
            System.arraycopy(next, 0, example, at, length);
            at += length;
        }
        return example;
    }
}

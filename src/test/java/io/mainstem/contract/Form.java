package io.mainstem.contract;

import java.nio.ByteOrder;
import java.util.List;

/**
 * How state is put into bytes.
 *
 * @param written bytes of a piece when it is saved, where it can be saved in pieces
 * @param read bytes of a piece when it is restored
 */
public record Form(ByteOrder order, int written, int read) {

    public static final Form WHOLE = new Form(ByteOrder.BIG_ENDIAN, 1 << 19, 1 << 19);

    /** Pieces that end within a number of 8 bytes, within a row and within an array. */
    static final List<Form> ALL =
            List.of(WHOLE, new Form(ByteOrder.LITTLE_ENDIAN, 20, 12), new Form(ByteOrder.BIG_ENDIAN, 4, 1 << 19));
}

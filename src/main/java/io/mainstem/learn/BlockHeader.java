package io.mainstem.learn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What a block of the state begins with, little-endian: magic, format version, index, number of blocks, hash of the
 * state's directory, stamp, and a CRC-32C over all of the block but itself.
 */
record BlockHeader(int index, int blocks, long layout, long stamp) {

    static final int BYTES = 4 + 2 + 4 + 4 + 8 + 8 + 4;

    private static final int MAGIC = 0x4d53544d; // "MSTM"
    private static final short FORMAT = 2;
    private static final int CHECKSUM_OFFSET = BYTES - 4;

    /** The block from behind the header on; the header is written by {@link #seal}. */
    static ByteBuffer body(byte[] block) {
        return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).position(BYTES);
    }

    /** Writes the header of a block whose body is complete. */
    void seal(byte[] block) {
        ByteBuffer out = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putShort(FORMAT).putInt(index).putInt(blocks);
        out.putLong(layout).putLong(stamp).putInt(checksum(block));
    }

    /**
     * The header of a block.
     *
     * @param index that the block should have, for the message
     * @throws InvalidStateException if the block is damaged, or of another format
     */
    static BlockHeader read(byte[] block, int index) {
        if (block.length < BYTES) {
            throw new InvalidStateException("block " + index + " of the state is damaged: only " + block.length
                    + " bytes, its header alone takes " + BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt() != MAGIC) {
            throw new InvalidStateException("block " + index + " of the state is damaged: it does not begin as one");
        }
        int format = in.getShort();
        if (format != FORMAT) {
            throw new InvalidStateException("the state has format version " + format + ", this program reads " + FORMAT
                    + ": run the version of Mainstem that wrote it");
        }
        BlockHeader header = new BlockHeader(in.getInt(), in.getInt(), in.getLong(), in.getLong());
        if (in.getInt() != checksum(block)) {
            throw new InvalidStateException("block " + index + " of the state is damaged (checksum)");
        }
        if (header.index != index) {
            throw new InvalidStateException(
                    "block " + index + " of the state is damaged: found block " + header.index + " in its place");
        }
        return header;
    }

    private static int checksum(byte[] block) {
        CRC32C crc = new CRC32C();
        crc.update(block, 0, CHECKSUM_OFFSET);
        crc.update(block, BYTES, block.length - BYTES);
        return (int) crc.getValue();
    }
}

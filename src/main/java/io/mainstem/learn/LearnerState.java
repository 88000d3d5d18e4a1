package io.mainstem.learn;

import io.mainstem.network.StateArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The state of a learner as blocks of bytes, each of a fixed size that fits a Kafka record, so that whoever keeps it can
 * write just the blocks that changed. Block 0 holds the directory: what each block is stamped with. So a set of
 * blocks from different moments cannot pass for a state.
 *
 * <p>A block: magic, format version, index, number of blocks, layout hash, stamp, CRC-32C of the rest, then its
 * pieces of the parts, all little-endian, which is the machine's own order nearly everywhere.
 */
public final class LearnerState {

    /** With its header; well below Kafka's default limit of a record, 1 MiB. */
    public static final int MAX_BLOCK_BYTES = 512 * 1024;

    private static final int MAGIC = 0x4d53544d; // "MSTM"
    private static final short FORMAT = 1;
    private static final int HEADER_BYTES = 4 + 2 + 4 + 4 + 8 + 8 + 4;
    private static final int CHECKSUM_OFFSET = HEADER_BYTES - 4;

    private record Piece(int part, int offset, int length) {}

    private final List<StateArray> parts;
    private final List<List<Piece>> blocks = new ArrayList<>();
    private final List<List<Integer>> blocksOfPart = new ArrayList<>();
    private final int[] sizes;
    private final long[] stamps;
    private final long[] expectedStamps;
    private final long layoutHash;
    private final CRC32C crc = new CRC32C();

    /**
     * Cuts the parts into blocks, in their order.
     *
     * @param layoutHash tells learners whose states do not fit each other apart
     */
    LearnerState(List<StateArray> parts, long layoutHash) {
        this.parts = List.copyOf(parts);
        this.layoutHash = layoutHash;
        cut();
        sizes = new int[blocks.size()];
        for (int b = 0; b < sizes.length; b++) {
            sizes[b] = HEADER_BYTES
                    + blocks.get(b).stream().mapToInt(Piece::length).sum();
        }
        sizes[0] += blocks.size() * Long.BYTES;
        stamps = new long[sizes.length];
        expectedStamps = new long[sizes.length];
    }

    private void cut() {
        int room = MAX_BLOCK_BYTES - HEADER_BYTES;
        blocks.add(new ArrayList<>());
        // The directory's own size depends on the number of blocks: keep block 0 for it and the first part alone.
        int used = room;
        for (int p = 0; p < parts.size(); p++) {
            blocksOfPart.add(new ArrayList<>());
            int bytes = parts.get(p).bytes();
            if (p == 0) {
                blocks.get(0).add(new Piece(0, 0, bytes));
                blocksOfPart.get(0).add(0);
                continue;
            }
            if (bytes <= room && used + bytes > room) {
                used = room; // whole in the next block rather than split over two
            }
            for (int offset = 0; offset < bytes; ) {
                if (room - used < Integer.BYTES) {
                    blocks.add(new ArrayList<>());
                    used = 0;
                }
                int length = bytes - offset <= room - used ? bytes - offset : (room - used) & ~3;
                blocks.get(blocks.size() - 1).add(new Piece(p, offset, length));
                blocksOfPart.get(p).add(blocks.size() - 1);
                offset += length;
                used += length;
            }
        }
    }

    public int blocks() {
        return sizes.length;
    }

    /** Bytes of the block, header included; never changes. */
    public int size(int block) {
        return sizes[block];
    }

    public long totalBytes() {
        long total = 0;
        for (int size : sizes) {
            total += size;
        }
        return total;
    }

    /** The stamp of the last change of the block. */
    public long stamp(int block) {
        return stamps[block];
    }

    void changed(int part, long stamp) {
        for (int block : blocksOfPart.get(part)) {
            stamps[block] = stamp;
        }
    }

    /** Fills {@code record}, which is as long as {@link #size}, with the block as it is now. */
    public void write(int block, byte[] record) {
        ByteBuffer out = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putShort(FORMAT).putInt(block).putInt(blocks());
        out.putLong(layoutHash).putLong(stamps[block]).putInt(0);
        if (block == 0) {
            for (long stamp : stamps) {
                out.putLong(stamp);
            }
        }
        for (Piece piece : blocks.get(block)) {
            parts.get(piece.part).write(piece.offset, piece.length, out);
        }
        out.putInt(CHECKSUM_OFFSET, checksum(record));
    }

    /** Takes up a block; blocks are read in order, all of them. */
    void read(int block, byte[] record) {
        if (record.length < HEADER_BYTES) {
            throw new InvalidStateException("block " + block + " of the state is damaged: only " + record.length
                    + " bytes, its header alone takes " + HEADER_BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        int magic = in.getInt();
        int format = in.getShort();
        int index = in.getInt();
        int count = in.getInt();
        long layout = in.getLong();
        long stamp = in.getLong();
        int checksum = in.getInt();
        if (magic != MAGIC) {
            throw new InvalidStateException("block " + block + " of the state is damaged: it does not begin as one");
        }
        if (format != FORMAT) {
            throw new InvalidStateException(
                    "the state has format version " + format + ", this program reads " + FORMAT);
        }
        if (checksum != checksum(record)) {
            throw new InvalidStateException("block " + block + " of the state is damaged (checksum)");
        }
        if (layout != layoutHash || count != blocks()) {
            throw new InvalidStateException(
                    "the state is that of another learner file: its features, tasks, network, batch.size or metrics.window differ");
        }
        if (index != block || record.length != sizes[block]) {
            throw new InvalidStateException("block " + block + " of the state is damaged: found block " + index + " of "
                    + record.length + " bytes");
        }
        if (block == 0) {
            for (int b = 0; b < blocks(); b++) {
                expectedStamps[b] = in.getLong();
            }
        }
        if (stamp != expectedStamps[block]) {
            throw new InvalidStateException("block " + block + " of the state is of event " + stamp
                    + ", but the directory says " + expectedStamps[block]);
        }
        stamps[block] = stamp;
        for (Piece piece : blocks.get(block)) {
            parts.get(piece.part).read(piece.offset, piece.length, in);
        }
    }

    private int checksum(byte[] record) {
        crc.reset();
        crc.update(record, 0, CHECKSUM_OFFSET);
        crc.update(record, HEADER_BYTES, record.length - HEADER_BYTES);
        return (int) crc.getValue();
    }
}

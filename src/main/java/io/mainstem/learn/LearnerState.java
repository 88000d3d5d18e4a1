package io.mainstem.learn;

import io.mainstem.network.StateArray;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * The state of a learner as blocks of bytes, each of a fixed size that fits a Kafka record, so that whoever keeps it can
 * write just the blocks that changed.
 *
 * <p>A block begins with a {@link BlockHeader}; then come pieces of the state's components, as {@link BlockCut} says, all
 * little-endian, which is the machine's own order nearly everywhere. Block 0 holds, before its piece, the directory: what
 * the state consists of, and what each block is stamped with. So a set of blocks from different moments cannot pass for
 * a state, and a state says itself what it is the state of.
 */
public final class LearnerState {

    /** With its header; well below Kafka's default limit of a record, 1 MiB. */
    public static final int MAX_BLOCK_BYTES = 512 * 1024;

    static final int ROOM = (MAX_BLOCK_BYTES - BlockHeader.BYTES) & ~3;

    /** Where an array lies: from that byte of that component on. */
    private record Place(int component, long start) {}

    private final List<StateComponent> components;
    private final IdentityHashMap<StateArray, Place> places = new IdentityHashMap<>();
    private final StateDirectory directory;
    private final byte[] directoryBytes;
    private final long layoutHash;
    private final BlockCut cut;
    private final int[] sizes;
    private final long[] stamps;
    /** {@code [components][pieces]} the first byte of each piece, and {@code [components]} the block of the first. */
    private final long[][] pieces;

    private final int[] firstBlocks;

    /**
     * Cuts the components into blocks, in their order; the first is to be small.
     *
     * @throws IllegalArgumentException if the directory does not fit in a block
     */
    LearnerState(List<StateComponent> components) {
        this.components = List.copyOf(components);
        directory = new StateDirectory(
                components.stream().map(StateComponent::entry).toList());
        directoryBytes = directory.bytes();
        layoutHash = directory.hash();
        cut = new BlockCut(directory.entries(), ROOM);
        sizes = new int[cut.blocks()];
        stamps = new long[cut.blocks()];
        pieces = new long[components.size()][0];
        firstBlocks = new int[components.size()];
        for (int b = 0; b < sizes.length; b++) {
            sizes[b] = size(cut, b, directoryBytes.length);
            for (BlockCut.Stretch stretch : cut.stretches(b)) {
                long[] before = pieces[stretch.component()];
                if (before.length == 0) {
                    firstBlocks[stretch.component()] = b;
                }
                pieces[stretch.component()] = Arrays.copyOf(before, before.length + 1);
                pieces[stretch.component()][before.length] = stretch.offset();
            }
        }
        if (sizes[0] > MAX_BLOCK_BYTES) {
            throw new IllegalArgumentException("too many tasks: the directory of the state takes " + sizes[0]
                    + " bytes, at most " + MAX_BLOCK_BYTES + " fit in a block");
        }
        for (int c = 0; c < components.size(); c++) {
            List<StateArray> arrays = components.get(c).arrays();
            for (int a = 0; a < arrays.size(); a++) {
                StateArray array = arrays.get(a);
                places.put(array, new Place(c, components.get(c).start(a)));
                if (array instanceof WholePart part && part.bytes() > 0) {
                    part.liesIn(block(array, 0), block(array, array.bytes() - 1));
                }
            }
        }
    }

    private int block(StateArray array, int offset) {
        Place place = Objects.requireNonNull(places.get(array), "no part of the state");
        int found = Arrays.binarySearch(pieces[place.component], place.start + offset);
        return firstBlocks[place.component] + (found >= 0 ? found : -found - 2);
    }

    private static int size(BlockCut cut, int block, int directoryBytes) {
        int first = Integer.BYTES + directoryBytes + cut.blocks() * Long.BYTES;
        return BlockHeader.BYTES + (block == 0 ? first : 0) + cut.length(block);
    }

    public int blocks() {
        return sizes.length;
    }

    /** Tells layouts apart. */
    long layout() {
        return layoutHash;
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

    /** Stamps the blocks in which that stretch of the array lies. */
    void changed(StateArray array, int offset, int length, long stamp) {
        if (array instanceof WholePart part) {
            // Several of these change with every label.
            Arrays.fill(stamps, part.firstBlock(), part.lastBlock() + 1, stamp);
            return;
        }
        Place place = Objects.requireNonNull(places.get(array), "no part of the state");
        long[] starts = pieces[place.component];
        long from = place.start + offset;
        int piece = 0;
        if (starts.length > 1) {
            int found = Arrays.binarySearch(starts, from);
            piece = found >= 0 ? found : -found - 2;
        }
        for (; piece < starts.length && starts[piece] < from + length; piece++) {
            stamps[firstBlocks[place.component] + piece] = stamp;
        }
    }

    /** Stamps all blocks. */
    void allChanged(long stamp) {
        Arrays.fill(stamps, stamp);
    }

    /** Fills {@code record}, which is as long as {@link #size}, with the block as it is now. */
    public void write(int block, byte[] record) {
        ByteBuffer out = BlockHeader.body(record);
        if (block == 0) {
            out.putInt(directoryBytes.length).put(directoryBytes);
            for (long stamp : stamps) {
                out.putLong(stamp);
            }
        }
        for (BlockCut.Stretch stretch : cut.stretches(block)) {
            components.get(stretch.component()).write(stretch.offset(), stretch.length(), out);
        }
        new BlockHeader(block, sizes.length, layoutHash, stamps[block]).seal(record);
    }

    /**
     * Takes up a saved state: the components that this one has too.
     *
     * @param records the blocks by index, asked for in order
     * @throws InvalidStateException if anything is missing or damaged, or does not fit
     */
    StateFit restore(IntFunction<byte[]> records, StateFit.Purpose purpose) {
        return go(records, purpose, true);
    }

    /** How {@link #restore} would take up the saved state, and throws where it would; nothing changes. */
    StateFit check(IntFunction<byte[]> records, StateFit.Purpose purpose) {
        return go(records, purpose, false);
    }

    private StateFit go(IntFunction<byte[]> records, StateFit.Purpose purpose, boolean takeUp) {
        byte[] first = records.apply(0);
        BlockHeader header = BlockHeader.read(first, 0);
        ByteBuffer in = BlockHeader.body(first);
        StateDirectory saved = StateDirectory.read(bytes(in));
        BlockCut savedCut = new BlockCut(saved.entries(), ROOM);
        if (saved.hash() != header.layout() || savedCut.blocks() != header.blocks()) {
            throw new InvalidStateException("block 0 of the state is damaged: its directory is another's");
        }
        StateFit fit = new StateFit(saved, directory, purpose);
        long[] savedStamps = new long[header.blocks()];
        for (int b = 0; b < savedStamps.length; b++) {
            savedStamps[b] = in.getLong();
        }
        read(first, header, 0, in, savedCut, savedStamps, fit, takeUp);
        for (int b = 1; b < savedStamps.length; b++) {
            byte[] record = records.apply(b);
            BlockHeader next = BlockHeader.read(record, b);
            if (next.layout() != header.layout() || next.blocks() != header.blocks()) {
                throw new InvalidStateException("block " + b + " of the state is of another learner file than block 0");
            }
            read(record, next, b, BlockHeader.body(record), savedCut, savedStamps, fit, takeUp);
        }
        if (takeUp && fit.isWhole()) {
            System.arraycopy(savedStamps, 0, stamps, 0, stamps.length);
        }
        return fit;
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new InvalidStateException("the directory of the state is damaged: it is cut off");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private void read(
            byte[] record,
            BlockHeader header,
            int b,
            ByteBuffer in,
            BlockCut from,
            long[] expected,
            StateFit fit,
            boolean takeUp) {
        if (header.stamp() != expected[b]) {
            throw new InvalidStateException("block " + b + " of the state is of event " + header.stamp()
                    + ", but the directory says " + expected[b]);
        }
        if (in.remaining() != from.length(b)) {
            throw new InvalidStateException("block " + b + " of the state is damaged: " + record.length + " bytes");
        }
        for (BlockCut.Stretch stretch : takeUp ? from.stretches(b) : List.<BlockCut.Stretch>of()) {
            int component = fit.target(stretch.component());
            if (component == StateFit.NONE) {
                in.position(in.position() + stretch.length());
            } else {
                components.get(component).read(stretch.offset(), stretch.length(), in);
            }
        }
    }
}

package io.mainstem.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * How components of given sizes lie in blocks: in their order, whole in one block where they fit in one. The first is
 * alone in block 0, beside the directory. It follows from the sizes alone, so a state can be read that another learner
 * file wrote.
 */
final class BlockCut {

    /**
     * A piece of a component.
     *
     * @param offset of its first byte in the component
     */
    record Stretch(int component, long offset, int length) {}

    private final List<List<Stretch>> blocks = new ArrayList<>();

    /**
     * Cuts.
     *
     * @param room bytes for components in a block, a multiple of 4
     */
    BlockCut(List<StateDirectory.Entry> components, int room) {
        blocks.add(List.of(new Stretch(0, 0, Math.toIntExact(components.get(0).bytes()))));
        int used = room;
        for (int c = 1; c < components.size(); c++) {
            long bytes = components.get(c).bytes();
            if (bytes <= room && used + bytes > room) {
                used = room;
            }
            for (long offset = 0; offset < bytes; ) {
                if (used == room) {
                    blocks.add(new ArrayList<>());
                    used = 0;
                }
                int length = (int) Math.min(bytes - offset, room - used);
                blocks.get(blocks.size() - 1).add(new Stretch(c, offset, length));
                offset += length;
                used += length;
            }
        }
    }

    int blocks() {
        return blocks.size();
    }

    List<Stretch> stretches(int block) {
        return blocks.get(block);
    }

    /** Bytes of the components' pieces in the block. */
    int length(int block) {
        return blocks.get(block).stream().mapToInt(Stretch::length).sum();
    }
}

package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The newest so many numbers, and which of them is how large. They are kept twice, as they came and sorted: a window holds
 * so few that to move what lies between the one that leaves and the one that comes is faster than any tree.
 */
final class NewestScores implements Saved {

    private final double[] ring;
    private final double[] sorted;
    private long added;

    NewestScores(int capacity) {
        ring = new double[capacity];
        sorted = new double[capacity];
    }

    int size() {
        return (int) Math.min(added, ring.length);
    }

    /** Adds one, which must be a number, in place of the oldest where there are as many as there may be. */
    void add(double score) {
        int slot = (int) (added % ring.length);
        int from = size();
        if (from == ring.length) {
            from = Arrays.binarySearch(sorted, ring[slot]);
        }
        int to = Arrays.binarySearch(sorted, 0, size(), score);
        to = to < 0 ? -to - 1 : to;
        if (to > from) {
            to--; // what lies behind the one that leaves moves up
            System.arraycopy(sorted, from + 1, sorted, from, to - from);
        } else {
            System.arraycopy(sorted, to, sorted, to + 1, from - to);
        }
        sorted[to] = score;
        ring[slot] = score;
        added++;
    }

    /** The one of that rank, from 1 for the smallest to {@link #size()}. */
    double ofRank(int rank) {
        return sorted[rank - 1];
    }

    @Override
    public int stateBytes() {
        return Long.BYTES + ring.length * Double.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(added);
        for (double score : ring) {
            out.putDouble(score);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        added = in.getLong();
        for (int i = 0; i < ring.length; i++) {
            ring[i] = in.getDouble();
        }
        System.arraycopy(ring, 0, sorted, 0, ring.length);
        Arrays.sort(sorted, 0, size());
    }
}

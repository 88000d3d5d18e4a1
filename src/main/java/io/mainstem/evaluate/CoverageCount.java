package io.mainstem.evaluate;

import io.mainstem.event.Coverage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How often numbers lay in the regions that were predicted for them: over the run and over the sliding window. */
final class CoverageCount implements Saved {

    private final double asked;
    private final int perLabel;
    /** {@code [window]} of each label how many of its numbers lay within, and how large the regions were in the mean. */
    private final int[] newestHits;

    private final double[] newestSizes;
    private long labels;
    private long hits;

    /**
     * Of no labels yet.
     *
     * @param perLabel numbers of a label that have a region each
     */
    CoverageCount(double asked, int perLabel, int window) {
        this.asked = asked;
        this.perLabel = perLabel;
        newestHits = new int[window];
        newestSizes = new double[window];
    }

    void add(int within, double size) {
        int slot = (int) (labels % newestHits.length);
        newestHits[slot] = within;
        newestSizes[slot] = size;
        hits += within;
        labels++;
    }

    /** As it stands; null before the first label. */
    @Nullable
    Coverage coverage() {
        if (labels == 0) {
            return null;
        }
        int kept = (int) Math.min(labels, newestHits.length);
        long newest = 0;
        double size = 0;
        for (int i = 0; i < kept; i++) {
            newest += newestHits[i];
            size += newestSizes[i];
        }
        return new Coverage(
                asked, hits / ((double) labels * perLabel), newest / ((double) kept * perLabel), size / kept);
    }

    @Override
    public int stateBytes() {
        return 2 * Long.BYTES + newestHits.length * (Integer.BYTES + Double.BYTES);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(labels).putLong(hits);
        for (int i = 0; i < newestHits.length; i++) {
            out.putInt(newestHits[i]).putDouble(newestSizes[i]);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        labels = in.getLong();
        hits = in.getLong();
        for (int i = 0; i < newestHits.length; i++) {
            newestHits[i] = in.getInt();
            newestSizes[i] = in.getDouble();
        }
    }
}

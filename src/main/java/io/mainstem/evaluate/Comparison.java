package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/**
 * Two predictors of the same labels compared, label by label: by how much the loss of one is below that of the other, as a
 * fraction of the other's, over the run and over the newest labels.
 */
public final class Comparison implements Saved {

    private final BatchMeans run = new BatchMeans();
    private final RecentMeans recent;

    /** Whose newest labels are at most so many. */
    public Comparison(int window) {
        recent = new RecentMeans(window);
    }

    /**
     * Takes the losses on one label; those that are no number do not count.
     *
     * @param loss of the one that is held against the other
     */
    public void add(double loss, double other) {
        if (Double.isFinite(loss) && Double.isFinite(other)) {
            run.add(other - loss, other);
            recent.add(other - loss, other);
        }
    }

    /** Takes up the run of another one; which labels are the newest is not touched. */
    public void merge(Comparison other) {
        run.merge(other.run);
    }

    /** Lets the newest labels be those from now on. */
    public void beginRecent() {
        recent.clear();
    }

    /** Whether the newest labels are as many as they ever will be. */
    public boolean isRecentFull() {
        return recent.isFull();
    }

    public long labels() {
        return run.terms();
    }

    public Ratio run() {
        return run.ratio();
    }

    public Ratio recent() {
        return recent.ratio();
    }

    @Override
    public int stateBytes() {
        return run.stateBytes() + recent.stateBytes();
    }

    @Override
    public void write(ByteBuffer out) {
        run.write(out);
        recent.write(out);
    }

    @Override
    public void read(ByteBuffer in) {
        run.read(in);
        recent.read(in);
    }
}

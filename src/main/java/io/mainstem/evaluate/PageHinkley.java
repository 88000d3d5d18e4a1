package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/**
 * The test of Page and Hinkley (E. S. Page, Continuous Inspection Schemes, 1954; J. Gama et al., A Survey on Concept Drift
 * Adaptation, 2014): what values exceed the mean by, less a slack, is summed up from where the sum was last 0; a sum above
 * the threshold is a drift. Distances are in standard deviations, and the slack is wider as long as the mean is of few
 * values. Mean and deviation are of the values before the sum rose, so that what is after a change has no part in them;
 * the values since are the estimate of what came after. After a drift it begins anew.
 *
 * <p>Where only a rise counts, a second sum, with less slack, tells that the mean has fallen: then the values since are all
 * that is known, and no drift is reported.
 */
public final class PageHinkley implements DriftDetector {

    /** Values of which mean and deviation are known well enough. */
    private static final int KNOWN = 70;

    private static final double THRESHOLD = 55;
    private static final double SLACK = 0.35;
    private static final double DOUBT = 1.5;
    private static final double FALL_THRESHOLD = 50;
    private static final double FALL_SLACK = 0.1;

    private final boolean anyChange;
    private final Scatter scatter = new Scatter();
    private final Change change = new Change();
    private final double fallThreshold;
    private final Moments reference = new Moments();
    /** Since it was last certain that nothing had changed. */
    private final Moments open = new Moments();

    private final Moments rising = new Moments();
    private final Moments falling = new Moments();
    private double rise;
    private double fall;
    private double deviation;
    private double doubt;

    public PageHinkley(Direction direction) {
        anyChange = direction == Direction.BOTH;
        fallThreshold = anyChange ? THRESHOLD : FALL_THRESHOLD;
    }

    @Override
    public boolean add(double value) {
        double cut = scatter.cut(value);
        return !Double.isNaN(cut) && take(cut);
    }

    private boolean take(double value) {
        if (reference.count() < KNOWN) {
            reference.add(value);
            measure();
            return false;
        }
        double off = value - reference.mean();
        double distance =
                off == 0 ? 0 : Math.max(-Change.MOST_DEVIATIONS, Math.min(Change.MOST_DEVIATIONS, off / deviation));
        double slack = SLACK + doubt;
        rise = sum(rise, distance - slack, rising, value);
        fall = sum(fall, -distance - (anyChange ? slack : FALL_SLACK + doubt), falling, value);
        // Autocorrelation is asked for where it can matter only.
        if (rise > THRESHOLD && rise > THRESHOLD * scatter.persistence(deviation * deviation)) {
            return changed(rising);
        }
        if (fall > fallThreshold && fall > fallThreshold * scatter.persistence(deviation * deviation)) {
            if (anyChange) {
                return changed(falling);
            }
            reference.set(falling);
            measure();
            clearSums();
            return false;
        }
        open.add(value);
        if (rise == 0 && (!anyChange || fall == 0)) {
            reference.add(open);
            open.clear();
            measure();
        }
        return false;
    }

    private static double sum(double sum, double step, Moments since, double value) {
        double next = sum + step;
        if (next <= 0) {
            since.clear();
            return 0;
        }
        since.add(value);
        return next;
    }

    private void measure() {
        deviation = reference.standardDeviation();
        doubt = DOUBT / Math.sqrt((double) reference.count());
    }

    private boolean changed(Moments since) {
        change.set(reference.mean(), since.mean(), deviation);
        reset();
        return true;
    }

    private void clearSums() {
        open.clear();
        rising.clear();
        falling.clear();
        rise = 0;
        fall = 0;
    }

    @Override
    public void reset() {
        scatter.clear();
        reference.clear();
        measure();
        clearSums();
    }

    @Override
    public String name() {
        return "pageHinkley";
    }

    @Override
    public double before() {
        return change.before();
    }

    @Override
    public double after() {
        return change.after();
    }

    @Override
    public double size() {
        return change.size();
    }

    @Override
    public int stateBytes() {
        return scatter.stateBytes() + change.stateBytes() + 2 * Double.BYTES + 4 * reference.stateBytes();
    }

    @Override
    public void write(ByteBuffer out) {
        scatter.write(out);
        change.write(out);
        out.putDouble(rise).putDouble(fall);
        reference.write(out);
        open.write(out);
        rising.write(out);
        falling.write(out);
    }

    @Override
    public void read(ByteBuffer in) {
        scatter.read(in);
        change.read(in);
        rise = in.getDouble();
        fall = in.getDouble();
        reference.read(in);
        open.read(in);
        rising.read(in);
        falling.read(in);
        measure();
    }
}

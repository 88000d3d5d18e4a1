package io.mainstem.evaluate;

import java.nio.ByteBuffer;

/**
 * The test of E. S. Page, Continuous Inspection Schemes, 1954, in the form of J. Gama et al., A Survey on Concept Drift
 * Adaptation, 2014: what the numbers are above their mean is summed up, less a tolerance, and a rise of this sum by a
 * threshold above its lowest is a change; and the same downwards. Tolerance and threshold are in standard deviations, of
 * which, as of the mean, the estimate fades, so that it follows a slow course.
 *
 * <p>With exponentially spread numbers, a threshold of 60 and a tolerance of .3 give a false alarm in about 10^11 of them
 * (the sum's large deviations fall off as exp(-.46 h)), and tell a rise of one standard deviation after about 60 / .7.
 */
public final class PageHinkley implements DriftDetector {

    private static final double TOLERANCE = 0.3;
    private static final double THRESHOLD = 60;
    /** Numbers from which the mean is known well enough. */
    private static final int WARM = 100;

    private static final double FADING = 1.0 / 2000;

    private final Direction direction;
    private final Change change = new Change();
    private long seen;
    private double mean;
    private double variance;
    private final Side up = new Side();
    private final Side down = new Side();

    /** One-sided sum: since it was last 0, its lowest, how many numbers came, and their sum. */
    private static final class Side {
        private double excess;
        private double count;
        private double sum;

        private void clear() {
            excess = 0;
            count = 0;
            sum = 0;
        }

        private boolean add(double deviations, double value) {
            excess += deviations - TOLERANCE;
            if (excess <= 0) {
                clear();
                return false;
            }
            count++;
            sum += value;
            return excess > THRESHOLD;
        }

        private void write(ByteBuffer out) {
            out.putDouble(excess).putDouble(count).putDouble(sum);
        }

        private void read(ByteBuffer in) {
            excess = in.getDouble();
            count = in.getDouble();
            sum = in.getDouble();
        }
    }

    public PageHinkley(Direction direction) {
        this.direction = direction;
    }

    @Override
    public boolean add(double value) {
        if (!Double.isFinite(value)) {
            return false;
        }
        if (seen >= WARM && variance > 0) {
            double deviation = Math.sqrt(variance);
            double deviations = (value - mean) / deviation;
            boolean rose = up.add(deviations, value);
            boolean fell = down.add(-deviations, value);
            if (rose || fell) {
                boolean told = rose || direction == Direction.BOTH;
                Side side = rose ? up : down;
                if (told) {
                    change.set(mean, side.sum / side.count, deviation);
                }
                reset();
                return told;
            }
        }
        seen++;
        double share = Math.max(FADING, 1.0 / seen);
        double apart = value - mean;
        mean += share * apart;
        variance = (1 - share) * (variance + share * apart * apart);
        return false;
    }

    @Override
    public void reset() {
        seen = 0;
        mean = 0;
        variance = 0;
        up.clear();
        down.clear();
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
        return Long.BYTES + 8 * Double.BYTES + change.stateBytes();
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(seen).putDouble(mean).putDouble(variance);
        up.write(out);
        down.write(out);
        change.write(out);
    }

    @Override
    public void read(ByteBuffer in) {
        seen = in.getLong();
        mean = in.getDouble();
        variance = in.getDouble();
        up.read(in);
        down.read(in);
        change.read(in);
    }
}

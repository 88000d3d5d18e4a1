package io.mainstem.learn;

import io.mainstem.evaluate.DriftDetector;
import io.mainstem.evaluate.DriftDetector.Direction;
import io.mainstem.evaluate.PageHinkley;
import java.nio.ByteBuffer;

/**
 * Watches the mean of a feature, of which there may be many: so its detector is a small one, and it is given the mean of
 * each {@value #GROUP} values.
 */
final class FeatureMean {

    private static final int GROUP = 4;

    private final DriftDetector detector = new PageHinkley(Direction.BOTH);
    private double sum;
    private int count;

    /** Takes the next value, NaN where it is missing; whether the mean has moved. */
    boolean add(double value) {
        if (!Double.isFinite(value)) {
            return false;
        }
        sum += value;
        if (++count < GROUP) {
            return false;
        }
        boolean moved = detector.add(sum / GROUP);
        sum = 0;
        count = 0;
        return moved;
    }

    DriftDetector detector() {
        return detector;
    }

    /** By how many standard deviations of single values it moved, where these do not depend on each other. */
    double size() {
        return detector.size() / Math.sqrt(GROUP);
    }

    int stateBytes() {
        return Double.BYTES + Integer.BYTES + detector.stateBytes();
    }

    void write(ByteBuffer out) {
        out.putDouble(sum).putInt(count);
        detector.write(out);
    }

    void read(ByteBuffer in) {
        sum = in.getDouble();
        count = in.getInt();
        detector.read(in);
    }
}

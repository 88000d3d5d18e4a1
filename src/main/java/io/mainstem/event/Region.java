package io.mainstem.event;

/**
 * Where a label is to be expected, as {@link Prediction#regions()} says it in one number: the interval of a regression's
 * output, or the set of classes of a binary or multiclass task.
 */
public final class Region {

    private Region() {}

    /** The lower end of the interval; finite where both are. */
    public static double low(double value, double halfWidth) {
        return Math.max(-Double.MAX_VALUE, value - halfWidth);
    }

    /** The upper end of the interval, which is part of it; finite where both are. */
    public static double high(double value, double halfWidth) {
        return Math.min(Double.MAX_VALUE, value + halfWidth);
    }

    /** Whether a class of that probability is in the set. */
    public static boolean contains(double probability, double most) {
        return 1 - probability <= most;
    }
}

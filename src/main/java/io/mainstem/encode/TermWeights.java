package io.mainstem.encode;

/**
 * How much a bag's or a text's terms count: long ones must not drown short ones (the usual weights of text retrieval,
 * Salton and Buckley 1988, without the inverse document frequency, which learned weights make up for).
 */
public final class TermWeights {

    /**
     * The Euclidean norm of a hashed feature. Optimisers step the row of a sparse input only where it occurs, about one
     * learning rate at a time, so that the size of the input decides how fast a string is learned: at 1, rare strings
     * stay unlearned. Found on the real streams, where anything from 10 to 30 does.
     */
    public static final float NORM = 16;

    private TermWeights() {}

    /** A term that occurs n times counts 1 + ln n. */
    static void dampen(SparseEntries entries, int start) {
        for (int e = start; e < entries.size(); e++) {
            entries.setValue(e, 1f + (float) StrictMath.log(entries.value(e)));
        }
    }

    /** Scales the terms to a Euclidean norm of {@link #NORM}. */
    static void normalise(SparseEntries entries, int start) {
        double squares = 0;
        for (int e = start; e < entries.size(); e++) {
            squares += (double) entries.value(e) * entries.value(e);
        }
        if (squares > 0) {
            double scale = NORM / Math.sqrt(squares);
            for (int e = start; e < entries.size(); e++) {
                entries.setValue(e, (float) (entries.value(e) * scale));
            }
        }
    }
}

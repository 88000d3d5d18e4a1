package io.mainstem.network;

/**
 * What a task minimises, one row at a time; works on the row's stretch of arrays that hold many rows and tasks. Row
 * losses and predictions are in double precision.
 */
interface Loss {

    /** Outputs z to predictions p: probabilities, or values. */
    void predict(float[] z, int zAt, double[] p, int pAt);

    /**
     * The loss of a labelled row.
     *
     * @param p as {@link #predict} made it of {@code z}
     * @param y the label
     * @param d receives the derivative of the loss by each output, at {@code zAt}
     */
    double of(float[] z, int zAt, double[] p, int pAt, float[] y, int yAt, float[] d);

    /** The least that a row with this label can lose, whatever is predicted. */
    default double least(float[] y, int yAt) {
        return 0;
    }
}

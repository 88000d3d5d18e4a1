package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import java.util.Arrays;

/**
 * The rows of a weight matrix that belong to sparse inputs. Only rows whose input some example of the mini-batch has are
 * read, get a gradient and are stepped; their gradients are kept for those rows alone.
 */
final class SparseRows {

    private static final int NONE = -1;

    private final Matrix weights;
    private final int units;
    private final float[] weight;
    private final float[] signal;
    /** Where a row's gradient is in {@link #gradients}, or {@link #NONE}. */
    private final int[] slots;

    private int used;
    private int[] rows = new int[64];
    private float[][] gradients = new float[64][];

    /** For the given weights, {@code [sparse inputs, units]}. */
    SparseRows(Matrix weights) {
        this.weights = weights;
        units = weights.columns();
        weight = new float[units];
        signal = new float[units];
        slots = new int[weights.rows()];
        Arrays.fill(slots, NONE);
        for (int s = 0; s < gradients.length; s++) {
            gradients[s] = new float[units];
        }
    }

    Matrix weights() {
        return weights;
    }

    /** Sets each row of {@code out}, {@code [batch, units]}, to the sparse inputs' share of the product. */
    void forward(MiniBatch batch, Matrix out) {
        int[] columns = batch.columns();
        float[] values = batch.values();
        int[] rowStart = batch.rowStart();
        for (int r = 0; r < batch.size(); r++) {
            Arrays.fill(signal, 0f);
            for (int e = rowStart[r]; e < rowStart[r + 1]; e++) {
                weights.readRow(columns[e], weight);
                addTo(signal, values[e], weight, units);
            }
            out.writeRow(r, signal);
        }
    }

    /** Makes the rows that the mini-batch uses the rows in use, with gradients of 0. */
    void use(MiniBatch batch) {
        forget();
        int[] columns = batch.columns();
        int end = batch.rowStart()[batch.size()];
        for (int e = batch.rowStart()[0]; e < end; e++) {
            slot(columns[e]);
        }
    }

    /**
     * Gathers the gradients of the rows in use, given the loss's derivative by the product, {@code [batch, units]}.
     *
     * @return the sum of the magnitudes of the mini-batch's sparse values
     */
    double backward(MiniBatch batch, Matrix derivative) {
        forget();
        int[] columns = batch.columns();
        float[] values = batch.values();
        int[] rowStart = batch.rowStart();
        double magnitude = 0;
        for (int r = 0; r < batch.size(); r++) {
            derivative.readRow(r, signal);
            for (int e = rowStart[r]; e < rowStart[r + 1]; e++) {
                // First the slot: making one may replace the array of gradients.
                int slot = slot(columns[e]);
                addTo(gradients[slot], values[e], signal, units);
                magnitude += Math.abs(values[e]);
            }
        }
        return magnitude;
    }

    /** Rows that the mini-batch uses. */
    int used() {
        return used;
    }

    /** The row of the given slot below {@link #used()}. */
    int row(int slot) {
        return rows[slot];
    }

    /** The gradient of the row of the given slot, {@code [units]}. */
    float[] gradient(int slot) {
        return gradients[slot];
    }

    private void forget() {
        for (int s = 0; s < used; s++) {
            slots[rows[s]] = NONE;
        }
        used = 0;
    }

    private int slot(int row) {
        int slot = slots[row];
        if (slot == NONE) {
            slot = used++;
            if (slot == rows.length) {
                grow();
            }
            slots[row] = slot;
            rows[slot] = row;
            Arrays.fill(gradients[slot], 0f);
        }
        return slot;
    }

    private void grow() {
        int before = rows.length;
        rows = Arrays.copyOf(rows, 2 * before);
        gradients = Arrays.copyOf(gradients, 2 * before);
        for (int s = before; s < gradients.length; s++) {
            gradients[s] = new float[units];
        }
    }

    private static void addTo(float[] sum, float factor, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += factor * x[i];
        }
    }
}

package io.mainstem.network;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the optimiser keeps for one parameter, and its steps. Arrays of at most {@link #PIECE} floats, or of one sparse
 * row: loops over whole heap arrays that stay in the first-level cache run eight times faster than over native memory.
 */
final class ParameterState {

    /** Floats to a piece. */
    static final int PIECE = 1024;

    private final Parameter parameter;
    /** {@code [pieces][moments][floats]} */
    private final float[][][] pieces;
    /** {@code [sparse rows][moments][units]} */
    private final float[][][] rows;
    /** Steps taken, one number. */
    private final long[] count = new long[1];
    /** {@code [sparse rows]} steps taken. */
    private final long[] rowCounts;

    ParameterState(Parameter parameter, int moments) {
        this.parameter = parameter;
        int length = parameter.gradient().length();
        pieces = new float[(length + PIECE - 1) / PIECE][moments][];
        for (int p = 0; p < pieces.length; p++) {
            for (int m = 0; m < moments; m++) {
                pieces[p][m] = new float[Math.min(PIECE, length - p * PIECE)];
            }
        }
        SparseRows sparse = parameter.sparse();
        int sparseRows = sparse == null ? 0 : sparse.weights().rows();
        rows = new float[sparseRows][moments][parameter.values().columns()];
        rowCounts = new long[sparseRows];
    }

    long[] count() {
        return count;
    }

    long[] rowCounts() {
        return rowCounts;
    }

    /** {@code [pieces, then sparse rows][moments][floats]}, in the order of the parameter's numbers. */
    float[][][] moments() {
        float[][][] all = new float[pieces.length + rows.length][][];
        System.arraycopy(pieces, 0, all, 0, pieces.length);
        System.arraycopy(rows, 0, all, pieces.length, rows.length);
        return all;
    }

    /** Forgets all steps. */
    void clear() {
        for (float[][] piece : moments()) {
            for (float[] moment : piece) {
                Arrays.fill(moment, 0f);
            }
        }
        count[0] = 0;
        Arrays.fill(rowCounts, 0);
    }

    /**
     * One step along the parameter's gradient.
     *
     * @param w scratch of {@link #PIECE} floats or one sparse row, whichever is more
     * @param g the same
     */
    void step(Optimizer optimizer, float[] w, float[] g) {
        long t = ++count[0];
        Matrix values = parameter.values();
        int length = parameter.gradient().length();
        for (int p = 0; p < pieces.length; p++) {
            int at = p * PIECE;
            int n = Math.min(PIECE, length - at);
            values.read(at, w, n);
            parameter.gradient().read(at, g, n);
            if (parameter.isMatrix()) {
                optimizer.decay(w, n);
            }
            optimizer.step(w, g, pieces[p], n, t);
            values.write(at, w, n);
        }
        stepRows(optimizer, parameter.sparse(), w);
    }

    private void stepRows(Optimizer optimizer, @Nullable SparseRows sparse, float[] w) {
        if (sparse == null) {
            return;
        }
        Matrix values = sparse.weights();
        for (int s = 0; s < sparse.used(); s++) {
            int row = sparse.row(s);
            values.readRow(row, w);
            optimizer.decay(w, values.columns());
            optimizer.step(w, sparse.gradient(s), rows[row], values.columns(), ++rowCounts[row]);
            values.writeRow(row, w);
        }
    }
}

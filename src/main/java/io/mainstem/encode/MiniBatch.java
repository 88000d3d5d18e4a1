package io.mainstem.encode;

import java.util.Arrays;

/**
 * Rows side by side, as the network reads them: dense inputs row-major, sparse inputs as compressed sparse rows, targets
 * and which of them are there. Its arrays are made once for its capacity (those of the sparse entries grow) and
 * re-used; they are open to the network, which only reads them. Not thread-safe.
 */
public final class MiniBatch {

    private final int capacity;
    private final int denseWidth;
    private final int labelWidth;
    private final int tasks;
    private final float[] dense;
    private final int[] rowStart;
    private int[] columns = new int[64];
    private float[] values = new float[64];
    private final float[] targets;
    private final boolean[] labelled;
    private final boolean[] clustered;
    private int size;

    public MiniBatch(int capacity, int denseWidth, int labelWidth, int tasks) {
        this.capacity = capacity;
        this.denseWidth = denseWidth;
        this.labelWidth = labelWidth;
        this.tasks = tasks;
        dense = new float[capacity * denseWidth];
        rowStart = new int[capacity + 1];
        targets = new float[capacity * labelWidth];
        labelled = new boolean[capacity * tasks];
        clustered = new boolean[capacity];
    }

    public void clear() {
        size = 0;
    }

    /** Adds a row without labels; {@link #label} adds those. Where tasks cluster, they do so with this row. */
    public void add(Row row) {
        add(row, /* isClustered= */ true);
    }

    /**
     * Adds a row without labels.
     *
     * @param isClustered false for a row that was an example of the tasks that cluster already
     */
    public void add(Row row, boolean isClustered) {
        if (size == capacity) {
            throw new IllegalStateException("the mini-batch holds its " + capacity + " rows already");
        }
        System.arraycopy(row.dense(), 0, dense, size * denseWidth, denseWidth);
        int start = rowStart[size];
        int n = row.columns().length;
        if (start + n > columns.length) {
            int length = Math.max(start + n, 2 * columns.length);
            columns = Arrays.copyOf(columns, length);
            values = Arrays.copyOf(values, length);
        }
        System.arraycopy(row.columns(), 0, columns, start, n);
        System.arraycopy(row.values(), 0, values, start, n);
        rowStart[size + 1] = start + n;
        clustered[size] = isClustered;
        Arrays.fill(targets, size * labelWidth, (size + 1) * labelWidth, 0f);
        Arrays.fill(labelled, size * tasks, (size + 1) * tasks, false);
        size++;
    }

    /**
     * Gives one number of a label, as the loss takes it, and marks its task as labelled in that row.
     *
     * @param slot among all of the row's, as in {@link io.mainstem.event.LabelLayout}
     */
    public void label(int row, int task, int slot, float target) {
        targets[row * labelWidth + slot] = target;
        labelled[row * tasks + task] = true;
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return capacity;
    }

    /** Row-major {@code [capacity, denseWidth]}. */
    public float[] dense() {
        return dense;
    }

    /** {@code [capacity + 1]}: the sparse entries of row r are {@code rowStart[r] .. rowStart[r + 1]}. */
    public int[] rowStart() {
        return rowStart;
    }

    /** Sparse columns, counted from 0 within the sparse part. */
    public int[] columns() {
        return columns;
    }

    /** Values of the sparse columns. */
    public float[] values() {
        return values;
    }

    /** Row-major {@code [capacity, labelWidth]}, slots as in {@link io.mainstem.event.LabelLayout}. */
    public float[] targets() {
        return targets;
    }

    /** Row-major {@code [capacity, tasks]}. */
    public boolean[] labelled() {
        return labelled;
    }

    /** {@code [capacity]} which rows the tasks that cluster learn from. */
    public boolean[] clustered() {
        return clustered;
    }
}

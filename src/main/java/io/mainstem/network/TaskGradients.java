package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import java.util.Arrays;
import java.util.List;

/**
 * The trunk's gradients of one step, each task's as one flat vector: the parameters in their order, of each the dense
 * numbers and then the sparse rows in use. What a task does not reach is 0 in its vector.
 *
 * <p>In a step first {@link #begin}, then {@link #keep} for each task that takes part; then they can be compared, and
 * their sum be made the trunk's gradient.
 */
final class TaskGradients {

    private final Parameter[] trunk;
    private final boolean[] lastShared;
    private final boolean[] reached;
    /** {@code [tasks][at least length]} */
    private final float[][] vectors;

    /** {@code [tasks]} of their lengths; NaN where not computed yet. */
    private final double[] squares;

    private final boolean[] kept;
    private final boolean[] shaping;
    private float[] copy = {};
    private float[] sum = {};
    /** Numbers of all parameters but for sparse rows, and with those in use. */
    private final long dense;

    private int length;

    /**
     * Of a number of tasks.
     *
     * @param lastShared those of the trunk's weights whose gradients' norms stand for the tasks'
     */
    TaskGradients(List<Parameter> trunk, List<Parameter> lastShared, int tasks) {
        this.trunk = trunk.toArray(Parameter[]::new);
        this.lastShared = new boolean[this.trunk.length];
        for (int p = 0; p < this.trunk.length; p++) {
            this.lastShared[p] = lastShared.contains(this.trunk[p]);
        }
        reached = new boolean[this.trunk.length];
        kept = new boolean[tasks];
        shaping = new boolean[tasks];
        squares = new double[tasks];
        vectors = new float[tasks][0];
        dense = trunk.stream()
                .mapToLong(parameter -> parameter.gradient().length())
                .sum();
    }

    /** Numbers of the first so many parameters. */
    private long length(int parameters) {
        long total = 0;
        for (int p = 0; p < parameters; p++) {
            SparseRows sparse = trunk[p].sparse();
            total += trunk[p].gradient().length();
            total +=
                    sparse == null ? 0 : (long) sparse.used() * sparse.weights().columns();
        }
        return total;
    }

    void begin(MiniBatch batch) {
        Arrays.fill(reached, false);
        Arrays.fill(kept, false);
        use(batch);
        length = Math.toIntExact(length(trunk.length));
        Arrays.fill(squares, Double.NaN);
        Arrays.fill(sum, 0f);
    }

    /** The sparse rows in use are those of the mini-batch, whatever the task. */
    private void use(MiniBatch batch) {
        for (Parameter parameter : trunk) {
            SparseRows sparse = parameter.sparse();
            if (sparse != null) {
                sparse.use(batch);
            }
        }
    }

    /** Of all tasks together, if each takes part in a step on the mini-batch. */
    long numbers(MiniBatch batch) {
        use(batch);
        return vectors.length * spacious(length(trunk.length));
    }

    /** Sparse rows in use are more in one mini-batch than in another: with some room, arrays are seldom replaced. */
    private long spacious(long numbers) {
        return numbers + (numbers - dense) / 2;
    }

    /** The array if it is long enough, else a longer one of zeros. */
    private float[] longEnough(float[] vector) {
        return vector.length >= length ? vector : new float[Math.toIntExact(spacious(length))];
    }

    /**
     * Takes the gradients that the trunk has now for those of the task, and leaves the trunk unreached.
     *
     * @param shapes false if it is only compared with others, and is to have no part in the trunk's gradient
     */
    void keep(int task, boolean shapes) {
        shaping[task] = shapes;
        vectors[task] = longEnough(vectors[task]);
        float[] vector = vectors[task];
        int at = 0;
        for (int p = 0; p < trunk.length; p++) {
            Parameter parameter = trunk[p];
            int dense = parameter.gradient().length();
            SparseRows sparse = parameter.sparse();
            int sparseNumbers =
                    sparse == null ? 0 : sparse.used() * sparse.weights().columns();
            if (parameter.reached()) {
                parameter.gradient().floats().get(0, vector, at, dense);
                for (int s = 0; sparse != null && s < sparse.used(); s++) {
                    float[] row = sparse.gradient(s);
                    System.arraycopy(row, 0, vector, at + dense + s * row.length, row.length);
                }
                reached[p] |= shapes;
                parameter.leave();
            } else {
                Arrays.fill(vector, at, at + dense + sparseNumbers, 0f);
            }
            at += dense + sparseNumbers;
        }
        kept[task] = true;
    }

    /** Whether the task is to have a part in the trunk's gradient. */
    boolean shapes(int task) {
        return shaping[task];
    }

    /** The task's vector; not to be changed. */
    float[] of(int task) {
        return vectors[task];
    }

    /** A copy of the task's vector, until the next copy. */
    float[] copy(int task) {
        copy = longEnough(copy);
        System.arraycopy(vectors[task], 0, copy, 0, length);
        return copy;
    }

    void addToSum(float[] vector) {
        sum = longEnough(sum);
        for (int i = 0; i < length; i++) {
            sum[i] += vector[i];
        }
    }

    /** {@code to += factor · from} */
    void add(double factor, float[] from, float[] to) {
        // In double: beside a gradient that is next to nothing the factor is beyond a float, the product is not.
        for (int i = 0; i < length; i++) {
            to[i] = (float) (to[i] + factor * from[i]);
        }
    }

    double dot(float[] a, float[] b) {
        // Four sums, as each addition would wait for the one before it.
        double dot0 = 0;
        double dot1 = 0;
        double dot2 = 0;
        double dot3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            dot0 += (double) a[i] * b[i];
            dot1 += (double) a[i + 1] * b[i + 1];
            dot2 += (double) a[i + 2] * b[i + 2];
            dot3 += (double) a[i + 3] * b[i + 3];
        }
        for (; i < length; i++) {
            dot0 += (double) a[i] * b[i];
        }
        return dot0 + dot1 + dot2 + dot3;
    }

    /** The cosine of the angle between two tasks' gradients; NaN where either had none. */
    double cosine(int one, int other) {
        if (!kept[one] || !kept[other]) {
            return Double.NaN;
        }
        double cosine = dot(vectors[one], vectors[other]) / Math.sqrt(squares(one) * squares(other));
        return Math.max(-1, Math.min(1, cosine));
    }

    private double squares(int task) {
        if (Double.isNaN(squares[task])) {
            squares[task] = dot(vectors[task], vectors[task]);
        }
        return squares[task];
    }

    /** The norm of the task's gradient by the weights of the last shared layer. */
    double lastSharedNorm(int task) {
        double squares = 0;
        for (int p = 0; p < trunk.length; p++) {
            if (lastShared[p]) {
                int end = (int) length(p + 1);
                for (int i = (int) length(p); i < end; i++) {
                    squares += (double) vectors[task][i] * vectors[task][i];
                }
            }
        }
        return Math.sqrt(squares);
    }

    /** Makes the sum the gradient of what any of the tasks reached. */
    void putSum() {
        int at = 0;
        for (int p = 0; p < trunk.length; p++) {
            Parameter parameter = trunk[p];
            if (reached[p]) {
                // The tasks' bounds say nothing of a sum of what is left of their gradients.
                parameter.reach(Double.NaN);
            }
            int dense = parameter.gradient().length();
            parameter.gradient().floats().put(0, sum, at, dense);
            at += dense;
            SparseRows sparse = parameter.sparse();
            for (int s = 0; sparse != null && s < sparse.used(); s++) {
                float[] row = sparse.gradient(s);
                System.arraycopy(sum, at, row, 0, row.length);
                at += row.length;
            }
        }
    }
}

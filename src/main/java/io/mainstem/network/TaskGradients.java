package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import java.util.Arrays;
import java.util.List;

/**
 * The trunk's gradients of one step, each task's as one flat vector: the parameters in their order, of each the dense
 * numbers and then the sparse rows in use. What a task does not reach is 0 in its vector.
 */
final class TaskGradients {

    private final Parameter[] trunk;
    private final boolean[] lastShared;
    private final boolean[] reached;
    /** {@code [tasks][at least length]}, then one more for a copy and one for the sum. */
    private final float[][] vectors;

    private final int tasks;
    private final boolean[] kept;
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
        this.tasks = tasks;
        kept = new boolean[tasks];
        vectors = new float[tasks + 2][length(this.trunk.length)];
    }

    /** Numbers of the first so many parameters. */
    private int length(int parameters) {
        int total = 0;
        for (int p = 0; p < parameters; p++) {
            SparseRows sparse = trunk[p].sparse();
            total += trunk[p].gradient().length();
            total += sparse == null ? 0 : sparse.used() * sparse.weights().columns();
        }
        return total;
    }

    /** No task has a gradient. */
    void forget() {
        Arrays.fill(reached, false);
        Arrays.fill(kept, false);
    }

    /** The sparse rows in use are those of the mini-batch, whatever the task. */
    void begin(MiniBatch batch) {
        for (Parameter parameter : trunk) {
            SparseRows sparse = parameter.sparse();
            if (sparse != null) {
                sparse.use(batch);
            }
        }
        length = length(trunk.length);
        for (int v = 0; v < vectors.length; v++) {
            if (vectors[v].length < length) {
                vectors[v] = new float[length + length / 2];
            }
        }
        Arrays.fill(sum(), 0, length, 0f);
    }

    /** Takes the gradients that the trunk has now for those of the task, and leaves the trunk unreached. */
    void keep(int task) {
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
                reached[p] = true;
                parameter.reach(false);
            } else {
                Arrays.fill(vector, at, at + dense + sparseNumbers, 0f);
            }
            at += dense + sparseNumbers;
        }
        kept[task] = true;
    }

    /** The task's vector; not to be changed. */
    float[] of(int task) {
        return vectors[task];
    }

    /** A copy of the task's vector, until the next copy. */
    float[] copy(int task) {
        float[] copy = vectors[tasks];
        System.arraycopy(vectors[task], 0, copy, 0, length);
        return copy;
    }

    private float[] sum() {
        return vectors[tasks + 1];
    }

    void addToSum(float[] vector) {
        float[] sum = sum();
        for (int i = 0; i < length; i++) {
            sum[i] += vector[i];
        }
    }

    /** {@code to += factor · from} */
    void add(double factor, float[] from, float[] to) {
        float f = (float) factor;
        for (int i = 0; i < length; i++) {
            to[i] += f * from[i];
        }
    }

    double dot(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot;
    }

    /** The cosine of the angle between two tasks' gradients; NaN where either had none. */
    double cosine(int one, int other) {
        if (!kept[one] || !kept[other]) {
            return Double.NaN;
        }
        float[] a = vectors[one];
        float[] b = vectors[other];
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    /** The norm of the task's gradient by the weights of the last shared layer. */
    double lastSharedNorm(int task) {
        double squares = 0;
        for (int p = 0; p < trunk.length; p++) {
            if (lastShared[p]) {
                int end = length(p + 1);
                for (int i = length(p); i < end; i++) {
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
            parameter.reach(reached[p]);
            int dense = parameter.gradient().length();
            parameter.gradient().floats().put(0, sum(), at, dense);
            at += dense;
            SparseRows sparse = parameter.sparse();
            for (int s = 0; sparse != null && s < sparse.used(); s++) {
                float[] row = sparse.gradient(s);
                System.arraycopy(sum(), at, row, 0, row.length);
                at += row.length;
            }
        }
    }
}

package io.mainstem.network;

import io.mainstem.encode.MiniBatch;
import io.mainstem.event.LabelLayout;
import io.mainstem.spec.TaskSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Online k-means on the trunk's representation (MacQueen 1967), with counts that decay. The loss of a row is half the
 * squared distance to the nearest centroid; its gradient reaches the trunk where the task shapes it. No labels: every row
 * counts that the mini-batch does not exempt.
 *
 * <p>A centroid is placed on the first representation that differs from all centroids placed before it; until one is
 * placed, predictions are NaN. A centroid that no row has come to for so long that its count is negligible is placed anew.
 */
final class ClusterHead implements Head {

    private static final int NONE = -1;
    /** A centroid of this count would jump to its next row anyway. */
    private static final double NEGLIGIBLE = 1e-6;

    private final int task;
    private final LabelLayout layout;
    private final Representation input;
    private final String name;
    private final boolean shapesTrunk;
    private final double decay;
    private final int width;
    /** {@code [k, width]} */
    private final double[] centroids;
    /** {@code [k]}; negligible for a centroid that has no place yet. */
    private final double[] counts;

    private final List<StateArray> state;
    private final float[] rows;
    private final float[] gradient;
    /** {@code [capacity]} */
    private final int[] nearest;

    private final double[] squaredDistances;

    ClusterHead(int task, TaskSpec.Clustering spec, LabelLayout layout, Representation input, int capacity) {
        this.task = task;
        this.layout = layout;
        this.input = input;
        name = spec.name();
        shapesTrunk = spec.shapesTrunk();
        decay = spec.decay();
        width = input.width();
        centroids = new double[spec.k() * width];
        counts = new double[spec.k()];
        state = List.of(
                new DoubleState("head." + name + ".centroids", centroids, width),
                new DoubleState("head." + name + ".counts", counts));
        rows = new float[capacity * width];
        gradient = new float[capacity * width];
        nearest = new int[capacity];
        squaredDistances = new double[capacity];
    }

    /** {@code [k, width]} row-major; the head's own. */
    double[] centroids() {
        return centroids;
    }

    /** {@code [k]}; the head's own. */
    double[] counts() {
        return counts;
    }

    /** {@code [k][width]} copies; null for a centroid without a place. */
    List<double @Nullable []> places() {
        List<double @Nullable []> places = new ArrayList<>();
        for (int c = 0; c < counts.length; c++) {
            places.add(isPlaced(c) ? Arrays.copyOfRange(centroids, c * width, (c + 1) * width) : null);
        }
        return places;
    }

    int task() {
        return task;
    }

    @Override
    public List<Parameter> parameters(int ofTask) {
        return List.of();
    }

    @Override
    public void forward(int size, double[] predictions) {
        input.values().read(0, rows, size * width);
        for (int r = 0; r < size; r++) {
            assign(r, predictions, r * layout.outputWidth() + layout.outputOffset(task));
        }
    }

    private void assign(int row, double[] predictions, int at) {
        int first = NONE;
        double least = Double.NaN;
        double second = Double.NaN;
        for (int c = 0; c < counts.length; c++) {
            if (isPlaced(c)) {
                double squares = squaredDistance(row, c);
                // The negation lets the first number in where there is none yet.
                if (!(squares >= least)) {
                    second = least;
                    least = squares;
                    first = c;
                } else if (!(squares >= second)) {
                    second = squares;
                }
            }
        }
        nearest[row] = first;
        squaredDistances[row] = least;
        predictions[at] = first == NONE ? Double.NaN : first;
        predictions[at + 1] = Math.sqrt(least);
        predictions[at + 2] = Math.sqrt(second);
    }

    private double squaredDistance(int row, int centroid) {
        double squares = 0;
        for (int j = 0; j < width; j++) {
            double d = rows[row * width + j] - centroids[centroid * width + j];
            squares += d * d;
        }
        return squares;
    }

    @Override
    public void losses(MiniBatch batch, double[] predictions, TaskLosses losses) {
        double sum = 0;
        for (int r = 0; r < batch.size(); r++) {
            sum += batch.clustered()[r] ? 0.5 * squaredDistances[r] : 0;
        }
        int clustered = clustered(batch);
        double loss = sum / clustered;
        boolean placed = clustered > 0 && nearest[0] != NONE;
        if (!isFinite(batch.size() * width)) {
            // A centroid that moved there would never come back.
            losses.setAside(task, Double.POSITIVE_INFINITY);
            return;
        }
        if (shapesTrunk && placed) {
            losses.set(task, clustered, loss, 0);
        } else {
            losses.setAside(task, placed ? loss : Double.NaN);
        }
    }

    private boolean isFinite(int numbers) {
        for (int i = 0; i < numbers; i++) {
            if (!Float.isFinite(rows[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void backward(MiniBatch batch, TaskLosses losses, double[] weights) {
        if (losses.isSilent(task)) {
            return;
        }
        int n = batch.size() * width;
        if (input.takeShare() == 0f) {
            Arrays.fill(gradient, 0, n, 0f);
        } else {
            input.gradient().read(0, gradient, n);
        }
        double factor = weights[task] / clustered(batch);
        for (int r = 0; r < batch.size(); r++) {
            for (int j = 0; batch.clustered()[r] && j < width; j++) {
                gradient[r * width + j] += (float) (factor * (rows[r * width + j] - centroids[nearest[r] * width + j]));
            }
        }
        input.gradient().write(0, gradient, n);
    }

    @Override
    public boolean learn(MiniBatch batch) {
        if (clustered(batch) == 0) {
            return false;
        }
        for (int c = 0; c < counts.length; c++) {
            counts[c] *= decay;
        }
        for (int r = 0; r < batch.size(); r++) {
            if (!batch.clustered()[r]) {
                continue;
            }
            int free = free();
            if (free != NONE && isNew(r)) {
                counts[free] = 0;
                move(free, r);
            } else {
                move(nearest[r] == NONE ? nearestByNow(r) : nearest[r], r);
            }
        }
        return true;
    }

    private static int clustered(MiniBatch batch) {
        int rows = 0;
        for (int r = 0; r < batch.size(); r++) {
            rows += batch.clustered()[r] ? 1 : 0;
        }
        return rows;
    }

    private boolean isPlaced(int centroid) {
        return counts[centroid] > NEGLIGIBLE;
    }

    private int free() {
        for (int c = 0; c < counts.length; c++) {
            if (!isPlaced(c)) {
                return c;
            }
        }
        return NONE;
    }

    private boolean isNew(int row) {
        for (int c = 0; c < counts.length; c++) {
            if (isPlaced(c) && squaredDistance(row, c) == 0) {
                return false;
            }
        }
        return true;
    }

    /** For rows of the mini-batch that places the first centroids. */
    private int nearestByNow(int row) {
        int first = NONE;
        for (int c = 0; c < counts.length; c++) {
            if (isPlaced(c) && (first == NONE || squaredDistance(row, c) < squaredDistance(row, first))) {
                first = c;
            }
        }
        return first;
    }

    private void move(int centroid, int row) {
        counts[centroid]++;
        for (int j = 0; j < width; j++) {
            int at = centroid * width + j;
            centroids[at] += (rows[row * width + j] - centroids[at]) / counts[centroid];
        }
    }

    @Override
    public void reset(int ofTask, InitialWeights initial) {
        if (ofTask == task) {
            Arrays.fill(centroids, 0);
            Arrays.fill(counts, 0);
        }
    }

    @Override
    public Map<String, Matrix> activations() {
        return Map.of();
    }

    @Override
    public List<StateArray> state(int ofTask) {
        return ofTask == task ? state : List.of();
    }
}

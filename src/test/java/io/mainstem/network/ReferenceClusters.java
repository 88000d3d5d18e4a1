package io.mainstem.network;

import io.mainstem.spec.TaskSpec;

/** Online k-means as golden/FORMAT.md writes it down, each centroid placed on the first row that no centroid is on yet. */
final class ReferenceClusters {

    private final double decay;
    /** {@code [k][width]} */
    private final double[][] centroids;
    /** {@code [k]}; 0 for a centroid without a place. */
    private final double[] counts;

    /** With the centroids and counts that the head has now. */
    ReferenceClusters(TaskSpec.Clustering spec, ClusterHead head) {
        decay = spec.decay();
        counts = head.counts().clone();
        int width = head.centroids().length / counts.length;
        centroids = new double[counts.length][width];
        for (int c = 0; c < counts.length; c++) {
            System.arraycopy(head.centroids(), c * width, centroids[c], 0, width);
        }
    }

    /** {@code [k · width]} */
    double[] centroids() {
        return java.util.Arrays.stream(centroids)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    double[] counts() {
        return counts;
    }

    boolean anyPlaced() {
        return java.util.Arrays.stream(counts).anyMatch(count -> count > 0);
    }

    /** Half the squared distance to the nearest centroid. */
    double rowLoss(double[] h) {
        return 0.5 * squaredDistance(h, centroids[nearest(h)]);
    }

    /** Of the rows' representations before the step, {@code [rows][width]}. */
    void learn(double[][] rows) {
        int[] nearest = new int[rows.length];
        boolean placedBefore = anyPlaced();
        for (int r = 0; r < rows.length && placedBefore; r++) {
            nearest[r] = nearest(rows[r]);
        }
        for (int c = 0; c < counts.length && rows.length > 0; c++) {
            counts[c] *= decay;
        }
        for (int r = 0; r < rows.length; r++) {
            int free = firstFree();
            if (free < counts.length && isNew(rows[r])) {
                counts[free] = 1;
                centroids[free] = rows[r].clone();
                continue;
            }
            // Before the step there was none that could be near: the one that is nearest by now.
            int c = placedBefore ? nearest[r] : nearest(rows[r]);
            counts[c]++;
            for (int j = 0; j < rows[r].length; j++) {
                centroids[c][j] += (rows[r][j] - centroids[c][j]) / counts[c];
            }
        }
    }

    private int firstFree() {
        int c = 0;
        while (c < counts.length && counts[c] > 0) {
            c++;
        }
        return c;
    }

    private boolean isNew(double[] h) {
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] > 0 && squaredDistance(h, centroids[c]) == 0) {
                return false;
            }
        }
        return true;
    }

    private int nearest(double[] h) {
        int nearest = -1;
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] > 0
                    && (nearest < 0 || squaredDistance(h, centroids[c]) < squaredDistance(h, centroids[nearest]))) {
                nearest = c;
            }
        }
        return nearest;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return sum;
    }
}

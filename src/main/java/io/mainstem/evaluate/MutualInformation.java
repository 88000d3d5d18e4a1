package io.mainstem.evaluate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * {@code nmi} of clusterings: the mutual information of the cluster and the reference label, over the mean of their
 * entropies, as scikit-learn has it. Over the predictions that have a label; of more than {@value #MOST_LABELS} distinct
 * labels there is none. From 0 to 1, which rounding does not exceed.
 */
final class MutualInformation implements RunMetric {

    static final int MOST_LABELS = 64;

    private final int clusters;
    /** {@code [MOST_LABELS]} in the order in which they came. */
    private final double[] labels = new double[MOST_LABELS];
    /** {@code [MOST_LABELS, clusters]} */
    private final long[] counts;

    private int distinct;
    private boolean tooMany;

    MutualInformation(int clusters) {
        this.clusters = clusters;
        counts = new long[MOST_LABELS * clusters];
    }

    @Override
    public void add(double[] outputs, int outputOffset, double[] labels, int labelOffset) {
        double label = labels[labelOffset];
        double cluster = outputs[outputOffset];
        if (!Double.isNaN(label) && !Double.isNaN(cluster)) {
            count(label, (int) cluster, 1);
        }
    }

    private void count(double label, int cluster, long times) {
        int index = 0;
        while (index < distinct && labels[index] != label) {
            index++;
        }
        if (index == MOST_LABELS) {
            tooMany = true;
            return;
        }
        if (index == distinct) {
            labels[index] = label;
            distinct++;
        }
        counts[index * clusters + cluster] += times;
    }

    @Override
    public void report(Map<String, Double> into) {
        into.put("nmi", tooMany || distinct == 0 ? Double.NaN : value());
    }

    private double value() {
        long[] ofLabel = new long[distinct];
        long[] ofCluster = new long[clusters];
        long total = 0;
        for (int l = 0; l < distinct; l++) {
            for (int c = 0; c < clusters; c++) {
                long n = counts[l * clusters + c];
                ofLabel[l] += n;
                ofCluster[c] += n;
                total += n;
            }
        }
        double information = 0;
        for (int l = 0; l < distinct; l++) {
            for (int c = 0; c < clusters; c++) {
                double n = counts[l * clusters + c];
                if (n > 0) {
                    information += n / total * Math.log(n * total / ((double) ofLabel[l] * ofCluster[c]));
                }
            }
        }
        double entropies = entropy(ofLabel, total) + entropy(ofCluster, total);
        // One label and one cluster agree in all there is to agree in.
        return entropies == 0 ? 1 : Math.max(0, Math.min(1, 2 * information / entropies));
    }

    private static double entropy(long[] counts, long total) {
        double entropy = 0;
        for (long n : counts) {
            if (n > 0) {
                entropy -= n / (double) total * Math.log(n / (double) total);
            }
        }
        return entropy;
    }

    @Override
    public void merge(RunMetric other) {
        MutualInformation o = (MutualInformation) other;
        for (int l = 0; l < o.distinct; l++) {
            for (int c = 0; c < clusters; c++) {
                if (o.counts[l * clusters + c] > 0) {
                    count(o.labels[l], c, o.counts[l * clusters + c]);
                }
            }
        }
        tooMany |= o.tooMany;
    }

    @Override
    public int stateBytes() {
        return MOST_LABELS * Double.BYTES + counts.length * Long.BYTES + 2 * Integer.BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
        Arrays.stream(labels).forEach(out::putDouble);
        Arrays.stream(counts).forEach(out::putLong);
        out.putInt(distinct).putInt(tooMany ? 1 : 0);
    }

    @Override
    public void read(ByteBuffer in) {
        for (int l = 0; l < labels.length; l++) {
            labels[l] = in.getDouble();
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.getLong();
        }
        distinct = in.getInt();
        tooMany = in.getInt() != 0;
    }
}

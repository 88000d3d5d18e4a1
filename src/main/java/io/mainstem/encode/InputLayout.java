package io.mainstem.encode;

import io.mainstem.spec.FeatureSpec;
import java.util.List;

/**
 * Which columns of the network's input a feature has; fixed by the declared features.
 *
 * <p>Numbers and vectors are dense columns. Hashed features are sparse columns, as are the marks of what is missing: one
 * a number, one a vector element, one a category, bag or text. A mark costs nothing where nothing is missing.
 */
public final class InputLayout {

    private final int[] denseOffsets;
    private final int[] sparseOffsets;
    private final int[] buckets;
    private final int fanIn;

    public InputLayout(List<FeatureSpec> features) {
        int n = features.size();
        denseOffsets = new int[n + 1];
        sparseOffsets = new int[n + 1];
        buckets = new int[n];
        int expected = 0;
        for (int f = 0; f < n; f++) {
            int dense = 0;
            int marks = 1;
            // An exhaustive switch over sealed types needs a newer Java than 17.
            FeatureSpec feature = features.get(f);
            if (feature instanceof FeatureSpec.Numeric) {
                dense = 1;
                expected++;
            } else if (feature instanceof FeatureSpec.Vector vector) {
                dense = vector.size();
                marks = vector.size();
                expected += vector.size();
            } else if (feature instanceof FeatureSpec.Category category) {
                buckets[f] = category.buckets();
                expected++;
            } else if (feature instanceof FeatureSpec.Bag bag) {
                buckets[f] = bag.buckets();
                expected++;
            } else if (feature instanceof FeatureSpec.Text text) {
                buckets[f] = text.buckets();
                expected++;
            }
            denseOffsets[f + 1] = denseOffsets[f] + dense;
            sparseOffsets[f + 1] = sparseOffsets[f] + buckets[f] + marks;
        }
        fanIn = Math.max(1, expected);
    }

    public int features() {
        return buckets.length;
    }

    public int denseWidth() {
        return denseOffsets[features()];
    }

    public int sparseWidth() {
        return sparseOffsets[features()];
    }

    /** The fan-in that initial weights are scaled by: each number is an input, and each hashed feature counts as one. */
    public int fanIn() {
        return fanIn;
    }

    /** First dense column of the feature. */
    public int denseOffset(int feature) {
        return denseOffsets[feature];
    }

    public int denseWidth(int feature) {
        return denseOffsets[feature + 1] - denseOffsets[feature];
    }

    /** Sparse columns that the feature's strings are hashed to; 0 of numbers and vectors. */
    public int buckets(int feature) {
        return buckets[feature];
    }

    /** First sparse column of the feature: its buckets, then its marks of what is missing. */
    public int bucketOffset(int feature) {
        return sparseOffsets[feature];
    }

    /** First mark of what is missing: one for each dense column of the feature, one of a hashed feature. */
    public int missingOffset(int feature) {
        return sparseOffsets[feature] + buckets[feature];
    }
}

package io.mainstem.encode;

import io.mainstem.event.FeatureSink;
import java.util.Arrays;

/**
 * One event's features on their way from the parser to a {@link Row}: numbers as they came, strings hashed already. What
 * it does depends on the declared features alone, never on earlier events. Re-used for event after event; not
 * thread-safe.
 */
public final class RawFeatures implements FeatureSink {

    /** Of an item of a bag: so many of them that an event can hold still add up to a finite float. */
    private static final double MAX_WEIGHT = 1e30;

    private final InputLayout layout;
    private final boolean[] given;
    private final double[] numbers;
    private final SparseEntries entries = new SparseEntries();

    /** The bag whose items come in at present, or -1, and where its entries begin. */
    private int openBag = -1;

    private int openStart;

    public RawFeatures(InputLayout layout) {
        this.layout = layout;
        given = new boolean[layout.features()];
        numbers = new double[layout.denseWidth()];
    }

    @Override
    public void begin() {
        Arrays.fill(given, false);
        Arrays.fill(numbers, Double.NaN);
        entries.clear();
        openBag = -1;
    }

    @Override
    public void number(int feature, double value) {
        take(feature);
        numbers[layout.denseOffset(feature)] = value;
    }

    @Override
    public void category(int feature, char[] characters, int offset, int length) {
        take(feature);
        long hash = FeatureHash.add(FeatureHash.start(), characters, offset, length);
        entries.add(layout.bucketOffset(feature) + FeatureHash.bucket(hash, layout.buckets(feature)), TermWeights.NORM);
    }

    @Override
    public void bag(int feature) {
        take(feature);
        openBag = feature;
        openStart = entries.size();
    }

    @Override
    public void bagItem(int feature, char[] characters, int offset, int length, double weight) {
        long hash = FeatureHash.add(FeatureHash.start(), characters, offset, length);
        float cut = (float) Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, weight));
        entries.add(layout.bucketOffset(feature) + FeatureHash.bucket(hash, layout.buckets(feature)), cut);
    }

    @Override
    public void text(int feature, char[] characters, int offset, int length) {
        take(feature);
        int start = entries.size();
        TextTokens.hash(characters, offset, length, layout.buckets(feature), layout.bucketOffset(feature), entries);
        entries.merge(start);
        TermWeights.dampen(entries, start);
        TermWeights.normalise(entries, start);
    }

    @Override
    public void vector(int feature) {
        take(feature);
    }

    @Override
    public void vectorElement(int feature, int index, double value) {
        numbers[layout.denseOffset(feature) + index] = value;
    }

    /** The number in a column of {@link InputLayout#denseOffset}, as it came; NaN where it is missing. */
    public double number(int column) {
        return numbers[column];
    }

    /** Raw numbers, {@code [layout.denseWidth]}, NaN where missing. */
    double[] numbers() {
        return numbers;
    }

    /** Closes the event: marks what is missing and puts the sparse columns in order. */
    SparseEntries finish() {
        closeBag();
        for (int f = 0; f < given.length; f++) {
            int width = layout.denseWidth(f);
            for (int i = 0; i < width; i++) {
                if (Double.isNaN(numbers[layout.denseOffset(f) + i])) {
                    entries.add(layout.missingOffset(f) + i, 1f);
                }
            }
            if (width == 0 && !given[f]) {
                entries.add(layout.missingOffset(f), TermWeights.NORM);
            }
        }
        entries.merge(0);
        entries.dropZeros();
        return entries;
    }

    private void take(int feature) {
        closeBag();
        given[feature] = true;
    }

    private void closeBag() {
        if (openBag >= 0) {
            entries.merge(openStart);
            TermWeights.normalise(entries, openStart);
            openBag = -1;
        }
    }
}

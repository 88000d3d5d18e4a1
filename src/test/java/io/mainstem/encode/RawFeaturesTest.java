package io.mainstem.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstem.spec.FeatureSpec;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RawFeaturesTest {

    private static final int NUMBER = 0;
    private static final int CATEGORY = 1;
    private static final int BAG = 2;
    private static final int TEXT = 3;
    private static final int VECTOR = 4;

    private final InputLayout layout = new InputLayout(List.of(
            new FeatureSpec.Numeric("number"),
            new FeatureSpec.Category("category", 16),
            new FeatureSpec.Bag("bag", 1 << 16),
            new FeatureSpec.Text("text", 1 << 16),
            new FeatureSpec.Vector("vector", 3)));
    private final RawFeatures features = new RawFeatures(layout);
    private final Encoder encoder = new Encoder(layout);

    @Test
    void layoutHasAMarkForEverythingThatMayBeMissing() {
        assertThat(layout.denseWidth()).isEqualTo(1 + 3);
        assertThat(layout.sparseWidth()).isEqualTo(1 + (16 + 1) + (65536 + 1) + (65536 + 1) + 3);
    }

    @Test
    void anEventWithoutFeaturesIsAllMarks() {
        features.begin();

        Row row = encoder.encode(features);

        assertThat(row.dense()).containsOnly(0f);
        assertThat(row.columns())
                .containsExactly(0, 17, 17 + 65537, 17 + 2 * 65537, 18 + 2 * 65537, 19 + 2 * 65537, 20 + 2 * 65537);
        assertThat(row.values()).as("numbers, hashed features").containsExactly(1f, 16f, 16f, 16f, 1f, 1f, 1f);
    }

    @Test
    void aCategoryIsOneColumnOfItsOwnBuckets() {
        Row row = with(() -> features.category(CATEGORY, "abc".toCharArray(), 0, 3));

        assertThat(columnsWithin(row, 1, 16)).hasSize(1);
        assertThat(row.columns()).doesNotContain(layout.missingOffset(CATEGORY));
    }

    @Test
    void theSameStringInAnotherBufferIsTheSameColumn() {
        Row one = with(() -> features.category(CATEGORY, "abc".toCharArray(), 0, 3));
        Row other = with(() -> features.category(CATEGORY, "xxabcx".toCharArray(), 2, 3));

        assertThat(other.columns()).isEqualTo(one.columns());
    }

    @Test
    void aBagHasAFixedNormAndAddsUpRepeats() {
        Row row = with(() -> {
            features.bag(BAG);
            item("a", 1);
            item("b", 2);
            item("a", 1);
        });

        List<Float> weights = valuesWithin(row, layout.bucketOffset(BAG), 65536);
        assertThat(weights).hasSize(2).allSatisfy(w -> assertThat(w).isEqualTo((float) (16 * Math.sqrt(.5))));
    }

    @Test
    void anEmptyBagIsNotMissing() {
        Row row = with(() -> features.bag(BAG));

        assertThat(row.columns()).doesNotContain(layout.missingOffset(BAG));
        assertThat(valuesWithin(row, layout.bucketOffset(BAG), 65536)).isEmpty();
    }

    @Test
    void aWeightOfZeroUsesNoColumn() {
        Row row = with(() -> {
            features.bag(BAG);
            item("a", 0);
            item("b", 3);
        });

        assertThat(valuesWithin(row, layout.bucketOffset(BAG), 65536)).containsExactly(16f);
    }

    @Test
    void textIsItsWordsAndPairsWhateverStandsBetweenThem() {
        Row one = with(() -> text("The quick, quick fox"));
        Row other = with(() -> text("  the QUICK quick -- Fox!"));

        // the, quick, fox; the+quick, quick+quick, quick+fox
        assertThat(valuesWithin(one, layout.bucketOffset(TEXT), 65536)).hasSize(6);
        assertThat(other.columns()).isEqualTo(one.columns());
        assertThat(other.values()).isEqualTo(one.values());
    }

    @Test
    void textHasAFixedNormAndDampensRepeats() {
        Row row = with(() -> text("a b b"));

        List<Float> weights = valuesWithin(row, layout.bucketOffset(TEXT), 65536);
        double norm = weights.stream().mapToDouble(w -> w * w).sum();
        assertThat(norm).isCloseTo(256, org.assertj.core.data.Offset.offset(1e-4));
        float largest = weights.stream().max(Float::compare).orElseThrow();
        float smallest = weights.stream().min(Float::compare).orElseThrow();
        assertThat(largest / smallest).isCloseTo(1 + (float) Math.log(2), org.assertj.core.data.Offset.offset(1e-5f));
    }

    @Test
    void missingElementsOfAVectorAreMarkedOneByOne() {
        Row row = with(() -> {
            features.vector(VECTOR);
            features.vectorElement(VECTOR, 0, 5);
            features.vectorElement(VECTOR, 2, 5);
        });

        assertThat(columnsWithin(row, layout.missingOffset(VECTOR), 3))
                .containsExactly(layout.missingOffset(VECTOR) + 1);
    }

    @Test
    void whatAnAbandonedEventLeftIsGone() {
        features.begin();
        features.bag(BAG);
        item("left", 1);

        Row row = with(() -> features.number(NUMBER, 1));

        assertThat(row.columns()).contains(layout.missingOffset(BAG));
        assertThat(valuesWithin(row, layout.bucketOffset(BAG), 65536)).isEmpty();
    }

    @Test
    void columnsAreAscendingAndDistinct() {
        long seed = 20261123;
        SplittableRandom random = new SplittableRandom(seed);
        for (int n = 0; n < 200; n++) {
            Row row = with(() -> {
                features.bag(BAG);
                for (int i = 0; i < 40; i++) {
                    item("w" + random.nextInt(30), random.nextInt(-2, 3));
                }
                text("t" + random.nextInt(9) + " u" + random.nextInt(9) + " t1");
            });
            assertThat(row.columns()).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
            assertThat(row.values()).as("seed %d", seed).doesNotContain(0f);
        }
    }

    @Test
    void bucketsAreUsedEvenly() {
        int[] used = new int[64];
        for (int i = 0; i < 64_000; i++) {
            char[] text = ("w" + i).toCharArray();
            used[FeatureHash.bucket(FeatureHash.add(FeatureHash.start(), text, 0, text.length), 64)]++;
        }
        // 1,000 each on average with a standard deviation of 31.4: six of them either way
        assertThat(java.util.Arrays.stream(used).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(810, 1190));
    }

    private Row with(Runnable event) {
        features.begin();
        event.run();
        return encoder.encode(features);
    }

    private void item(String text, double weight) {
        features.bagItem(BAG, text.toCharArray(), 0, text.length(), weight);
    }

    private void text(String text) {
        features.text(TEXT, text.toCharArray(), 0, text.length());
    }

    private static List<Integer> columnsWithin(Row row, int from, int width) {
        return java.util.Arrays.stream(row.columns())
                .filter(c -> c >= from && c < from + width)
                .boxed()
                .toList();
    }

    private static List<Float> valuesWithin(Row row, int from, int width) {
        List<Float> values = new java.util.ArrayList<>();
        for (int i = 0; i < row.columns().length; i++) {
            if (row.columns()[i] >= from && row.columns()[i] < from + width) {
                values.add(row.values()[i]);
            }
        }
        return values;
    }
}

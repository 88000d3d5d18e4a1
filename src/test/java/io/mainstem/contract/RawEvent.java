package io.mainstem.contract;

import io.mainstem.encode.RawFeatures;
import java.util.SplittableRandom;

/**
 * An event with a number, a category, a bag, a text and a vector of two elements.
 *
 * @param numbers the number, then the vector; NaN where missing
 * @param strings one each, none where all are missing
 */
@SuppressWarnings("ArrayRecordComponent") // compared by what is in it
record RawEvent(double[] numbers, char[][] strings) {

    static final RawEvent EMPTY = new RawEvent(new double[] {Double.NaN, Double.NaN, Double.NaN}, new char[0][]);

    static RawEvent random(long seed, int n) {
        SplittableRandom random = new SplittableRandom(1000 * seed + n);
        double[] numbers = random.doubles(3, -100, 100).toArray();
        if (n % 4 == 3) {
            numbers[n % 3] = Double.NaN;
        }
        char[][] strings = new char[3][];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = "the %c of %d"
                    .formatted('a' + random.nextInt(5), random.nextInt(9))
                    .toCharArray();
        }
        return new RawEvent(numbers, strings);
    }

    void into(RawFeatures features) {
        features.begin();
        if (!Double.isNaN(numbers[0])) {
            features.number(0, numbers[0]);
        }
        if (strings.length > 0) {
            features.category(1, strings[0], 0, strings[0].length);
            features.bag(2);
            features.bagItem(2, strings[1], 0, strings[1].length, 2);
            features.text(3, strings[2], 0, strings[2].length);
        }
        features.vector(4);
        for (int i = 0; i < 2; i++) {
            if (!Double.isNaN(numbers[1 + i])) {
                features.vectorElement(4, i, numbers[1 + i]);
            }
        }
    }
}

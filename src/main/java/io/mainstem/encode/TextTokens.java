package io.mainstem.encode;

/**
 * Text to hashed terms: its words (runs of letters and digits, in lower case) and its pairs of neighbouring words.
 * Allocates nothing.
 */
final class TextTokens {

    /** Between the words of a pair, so that "ab c" and "a bc" differ. */
    private static final char SEPARATOR = ' ';

    private TextTokens() {}

    /** Adds each term once for each time that it occurs. */
    static void hash(char[] text, int offset, int length, int buckets, int firstColumn, SparseEntries into) {
        int end = offset + length;
        long word = FeatureHash.start();
        long pair = 0;
        boolean inWord = false;
        boolean hasPrevious = false;
        for (int i = offset; i <= end; i++) {
            if (i < end && Character.isLetterOrDigit(text[i])) {
                char c = Character.toLowerCase(text[i]);
                word = FeatureHash.add(word, c);
                pair = FeatureHash.add(pair, c);
                inWord = true;
            } else if (inWord) {
                into.add(firstColumn + FeatureHash.bucket(word, buckets), 1f);
                if (hasPrevious) {
                    into.add(firstColumn + FeatureHash.bucket(pair, buckets), 1f);
                }
                pair = FeatureHash.add(word, SEPARATOR);
                word = FeatureHash.start();
                hasPrevious = true;
                inWord = false;
            }
        }
    }
}

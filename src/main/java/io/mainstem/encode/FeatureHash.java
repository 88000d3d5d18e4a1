package io.mainstem.encode;

/**
 * Strings to buckets (the hashing trick, Weinberger et al. 2009): FNV-1a over the characters (Fowler, Noll, Vo), then
 * the 64-bit finaliser of MurmurHash3 (Appleby), because FNV's low bits alone spread short strings badly. The function is
 * part of the format of saved states: changing it makes every one of them wrong.
 */
public final class FeatureHash {

    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private FeatureHash() {}

    static long start() {
        return OFFSET_BASIS;
    }

    static long add(long hash, char c) {
        return (hash ^ c) * PRIME;
    }

    static long add(long hash, char[] text, int offset, int length) {
        long h = hash;
        for (int i = offset; i < offset + length; i++) {
            h = add(h, text[i]);
        }
        return h;
    }

    /** A number from 0 to below 1 that the text decides alone, as if by chance. */
    public static double unit(String text) {
        long h = OFFSET_BASIS;
        for (int i = 0; i < text.length(); i++) {
            h = add(h, text.charAt(i));
        }
        return (mixed(h) >>> 11) * 0x1p-53;
    }

    static int bucket(long hash, int buckets) {
        return (int) Long.remainderUnsigned(mixed(hash), buckets);
    }

    private static long mixed(long hash) {
        long h = hash;
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        h *= 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}

package io.mainstem.spec;

import java.util.Collection;
import java.util.Locale;

/** Finds what somebody may have meant by a word that is not allowed. */
final class Nearest {

    /** No allowed word is longer; it bounds the work on a hostile file. */
    private static final int LONGEST = 40;

    private Nearest() {}

    /** A question to append to a message, e.g. {@code , did you mean "adam"?}; empty if nothing comes close. */
    static String question(String word, Collection<String> allowed) {
        String nearest = "";
        int distance = Integer.MAX_VALUE;
        for (String candidate : allowed) {
            int d = distance(plain(word), plain(candidate));
            if (d <= Math.max(1, candidate.length() / 3) && d < distance) {
                nearest = candidate;
                distance = d;
            }
        }
        return nearest.isEmpty() ? "" : ", did you mean \"" + nearest + "\"?";
    }

    /** So that learning_rate is as good as learningRate. */
    private static String plain(String word) {
        return word.substring(0, Math.min(word.length(), LONGEST))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[ _-]", "");
    }

    /** Insertions, deletions, substitutions and swaps of neighbours between the two (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + substitution);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}

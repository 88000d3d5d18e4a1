package io.mainstem.event;

/** A stranger's text made fit for a message: one line, short, well-formed. */
final class Excerpt {

    private static final int LENGTH = 64;
    private static final char REPLACEMENT = '\uFFFD';

    private Excerpt() {}

    /** In double quotes. */
    static String quoted(String text) {
        return '"' + of(text) + '"';
    }

    static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LENGTH) + 1);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (line.length() >= LENGTH) {
                return line.append('…').toString();
            }
            line.appendCodePoint(breaks(c) ? REPLACEMENT : c);
        }
        return line.toString();
    }

    private static boolean breaks(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}

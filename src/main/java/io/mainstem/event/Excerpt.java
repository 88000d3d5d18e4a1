package io.mainstem.event;

import io.mainstem.spec.Pointer;
import java.util.stream.Collectors;

/** A stranger's text made fit for a message: one line, short, well-formed. */
final class Excerpt {

    private static final int LENGTH = 64;
    private static final int MESSAGE_LENGTH = 500;
    private static final char REPLACEMENT = '\uFFFD';

    private Excerpt() {}

    /** In double quotes. */
    static String quoted(String text) {
        return '"' + of(text) + '"';
    }

    static String of(String text) {
        return of(text, LENGTH);
    }

    private static String of(String text, int most) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), most) + 1);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (line.length() >= most) {
                return line.append('…').toString();
            }
            line.appendCodePoint(breaks(c) ? REPLACEMENT : c);
        }
        return line.toString();
    }

    /** A step of a JSON pointer, with its slash. */
    static String step(String name) {
        return '/' + Pointer.escaped(of(name));
    }

    static String pointer(Pointer pointer) {
        return pointer.steps().stream().map(Excerpt::step).collect(Collectors.joining());
    }

    /** What an exception of somebody else's says; its class where it says nothing. */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : of(message.strip(), MESSAGE_LENGTH);
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

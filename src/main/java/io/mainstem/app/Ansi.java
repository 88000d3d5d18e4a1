package io.mainstem.app;

/** Escape sequences of terminals (ECMA-48); without colour, text stays as it is. */
record Ansi(boolean color) {

    private static final String ESCAPE = "\u001b[";

    /** Clears from the cursor to the end of its line. */
    static final String CLEAR_LINE = ESCAPE + "K";

    /** Clears from the cursor to the end of the screen. */
    static final String CLEAR_BELOW = ESCAPE + "J";

    /** Lines wider than the terminal are cut at its edge, so that a line stays one line. */
    static final String WRAP_OFF = ESCAPE + "?7l";

    static final String WRAP_ON = ESCAPE + "?7h";

    /** To the start of the line so many lines up. */
    static String up(int lines) {
        return lines == 0 ? "" : ESCAPE + lines + "F";
    }

    String bold(String text) {
        return set("1", text);
    }

    String green(String text) {
        return set("32", text);
    }

    String red(String text) {
        return set("31", text);
    }

    private String set(String code, String text) {
        return color ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }
}

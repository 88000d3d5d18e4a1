package io.mainstem.app;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;

/**
 * Where a person reads along, and what may be written there.
 *
 * @param inPlace whether the cursor can be moved to draw over what stands there
 * @param color whether colours are wanted
 * @param unicode whether characters beyond ASCII arrive
 */
public record Terminal(PrintWriter out, boolean inPlace, boolean color, boolean unicode) {

    /** What a writer to the standard output or error leads to, as far as Java and the environment tell. */
    public static Terminal of(PrintWriter out) {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        Charset charset = encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
        return of(out, isInteractive(), charset, System.getenv());
    }

    static Terminal of(PrintWriter out, boolean interactive, Charset charset, Map<String, String> environment) {
        // Windows' newer terminal sets no TERM.
        String term = environment.getOrDefault("TERM", environment.containsKey("WT_SESSION") ? "windows" : "dumb");
        boolean inPlace = interactive && !term.equals("dumb");
        // https://no-color.org: set and not empty.
        boolean color = inPlace && environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean unicode = charset.name().toUpperCase(Locale.ROOT).startsWith("UTF-");
        return new Terminal(out, inPlace, color, unicode);
    }

    /** One for output that nobody draws on: plain lines in ASCII. */
    public static Terminal plain(PrintWriter out) {
        return new Terminal(out, false, false, false);
    }

    @SuppressWarnings("SystemConsoleNull") // what newer JDKs do is asked for below
    private static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From JDK 22 on there is a console even where input and output are files.
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}

package io.mainstem.app;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** Failures told in one line. */
final class OneLine {

    private OneLine() {}

    /** The failure's message without line breaks, led by the kind of failure where the message alone would not tell. */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return kind;
        }
        return ownWords(failure) ? line(message) : kind + ": " + line(message);
    }

    /** A text without line breaks. */
    static String line(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** What lies beneath the wrappers that futures put around a failure. */
    static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof ExecutionException || inner instanceof CompletionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    static Throwable rootCause(Throwable failure) {
        Throwable root = failure;
        for (@Nullable Throwable next = root.getCause(); next != null && next != root; next = root.getCause()) {
            root = next;
        }
        return root;
    }

    private static boolean ownWords(Throwable failure) {
        return failure.getClass().getName().startsWith("io.mainstem.") || failure instanceof ParameterException;
    }
}

package io.mainstem.stream.topics;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The brokers' access control forbids what a learner needs. The message is one line with all of it, and what to do. */
public final class DeniedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DeniedException(Collection<Denial> denials) {
        super(message(denials));
    }

    public DeniedException(Denial denial, Throwable cause) {
        super(message(List.of(denial)), cause);
    }

    private static String message(Collection<Denial> denials) {
        return "the brokers deny this user "
                + denials.stream().map(Denial::toString).collect(Collectors.joining(", "))
                + ": have it allowed, as with kafka-acls.sh --add";
    }
}

package io.mainstem.app;

/** Wrong usage or configuration: the user can put it right; exit code 2. The message is one line that says what to do. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}

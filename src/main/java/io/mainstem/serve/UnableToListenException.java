package io.mainstem.serve;

/** The address, or its port, cannot be had. */
public final class UnableToListenException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnableToListenException(String message, Throwable cause) {
        super(message, cause);
    }
}

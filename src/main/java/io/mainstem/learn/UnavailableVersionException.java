package io.mainstem.learn;

/** A version of the model that cannot be gone back to. */
public final class UnavailableVersionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A refusal to go back.
     *
     * @param message says why, in one line
     */
    public UnavailableVersionException(String message) {
        super(message);
    }
}

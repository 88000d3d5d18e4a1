package io.mainstem.learn;

/** Saved state that cannot be gone on from: damaged, of another format version, of another
 * learner, or of other events. */
public final class InvalidStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A refusal to learn on from wrong weights.
     *
     * @param message says what is wrong with the state, in one line
     */
    public InvalidStateException(String message) {
        super(message);
    }
}

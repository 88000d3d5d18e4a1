package io.mainstem.stream;

/** The Kafka Streams program that a learner was added to cannot keep its promises. */
public final class UnfitHostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A refusal to start.
     *
     * @param message says in one line which setting to change, and to what
     */
    public UnfitHostException(String message) {
        super(message);
    }
}

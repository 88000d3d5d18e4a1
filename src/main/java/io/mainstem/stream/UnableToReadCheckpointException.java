package io.mainstem.stream;

/** A checkpoint is not there, or cannot be used. The message is one line; where a version was asked for, it says which there are. */
public final class UnableToReadCheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnableToReadCheckpointException(String message) {
        super(message);
    }
}

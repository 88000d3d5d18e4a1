package io.mainstem.event;

/** A record that cannot be used, and why; it becomes a dead letter. Carries no stack trace: bad input is no defect. */
public final class InvalidRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int MOST_CAUSES = 20;

    private final Reason reason;

    /**
     * A refusal.
     *
     * @param message names the field by its path and says what was expected there, in one line
     */
    public InvalidRecordException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** A refusal of what somebody else's code could not read; with its own words, and those of the first cause. */
    public static InvalidRecordException notDeserializable(Throwable failure) {
        Throwable first = failure;
        for (int depth = 0; first.getCause() != null && depth < MOST_CAUSES; depth++) {
            first = first.getCause();
        }
        String message = Excerpt.of(failure);
        String cause = Excerpt.of(first);
        return new InvalidRecordException(
                Reason.NOT_DESERIALIZABLE, message.contains(cause) ? message : message + ": " + cause);
    }

    public Reason reason() {
        return reason;
    }
}

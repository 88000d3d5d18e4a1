package io.mainstem.event;

/** A record that cannot be used, and why; it becomes a dead letter. Carries no stack trace: bad input is no defect. */
public final class InvalidRecordException extends Exception {

    private static final long serialVersionUID = 1L;

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

    public Reason reason() {
        return reason;
    }
}

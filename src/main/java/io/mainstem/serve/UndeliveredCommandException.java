package io.mainstem.serve;

/** The brokers did not take a command, or did not say that they did. */
public final class UndeliveredCommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean sent;

    /**
     * Tells of a command.
     *
     * @param sent whether it was sent, so that it may still take effect
     */
    public UndeliveredCommandException(boolean sent, Throwable cause) {
        super(
                sent
                        ? "the brokers did not confirm the command: it may still take effect"
                        : "the brokers do not answer: the command was not sent, and takes no effect",
                cause);
        this.sent = sent;
    }

    boolean isSent() {
        return sent;
    }
}

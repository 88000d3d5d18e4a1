package io.mainstem.stream;

import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.jspecify.annotations.Nullable;

/**
 * A failure of a stream thread after which a new thread does all again and nothing is lost: it wanted to commit a
 * transaction that had taken longer than {@code transaction.timeout.ms}, as happens while brokers fail over, and that the
 * brokers had therefore aborted. To a commit that comes right then, those of Kafka 4.3.1 say that the transaction's state
 * is invalid, not that the producer is fenced (KAFKA-20785). Streams takes that for a bug, and lets the thread die.
 */
public final class LateCommit {

    private LateCommit() {}

    /** Whether a thread that ended by this is to be replaced. */
    public static boolean is(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof InvalidTxnStateException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }
}

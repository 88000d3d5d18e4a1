package io.mainstem.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Keeps single messages from the log whose logger has others that matter; named in the log's configuration. */
public final class KnownChatter extends Filter<ILoggingEvent> {

    /** Kafka's broker says so of itself at every shutdown; what else this logger warns of are real connections. */
    private static final String CLOSED_TWICE = "Attempting to close NetworkClient that has already been closed.";

    /**
     * Kafka Streams calls a task corrupted whose commit got no answer in time. Nothing is: it is read anew from what is
     * committed, which our own line of the restored learner tells.
     */
    private static final String COMMIT_TIMED_OUT = "Detected the states of tasks";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String message = event.getMessage();
        boolean chatter = message.endsWith(CLOSED_TWICE) || message.contains(COMMIT_TIMED_OUT);
        return chatter ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}

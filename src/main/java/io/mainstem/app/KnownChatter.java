package io.mainstem.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Keeps single messages from the log whose logger has others that matter; named in the log's configuration. */
public final class KnownChatter extends Filter<ILoggingEvent> {

    /** Kafka's broker says so of itself at every shutdown; what else this logger warns of are real connections. */
    private static final String CLOSED_TWICE = "Attempting to close NetworkClient that has already been closed.";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getMessage().endsWith(CLOSED_TWICE) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}

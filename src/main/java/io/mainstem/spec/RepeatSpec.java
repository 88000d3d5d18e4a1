package io.mainstem.spec;

import java.time.Duration;

/**
 * Events whose id was there before.
 *
 * @param window how long, in stream time, an id counts as the same event
 * @param policy what becomes of the second one
 */
public record RepeatSpec(Duration window, Policy policy) {

    /** An event that was there before. */
    public enum Policy {
        /** It is a dead letter. */
        REJECT,
        /** It is counted. */
        IGNORE
    }
}

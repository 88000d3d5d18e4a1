package io.mainstem.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an event looks like, and its limits; beyond them it is a dead letter.
 *
 * @param maxBytes of its value
 * @param maxAhead how far its time may lie ahead of its record's timestamp
 * @param shape where in its value things stand
 * @param repeats what becomes of an event that was there before; null to take it as another one
 */
public record EventSpec(int maxBytes, Duration maxAhead, RecordShape shape, @Nullable RepeatSpec repeats) {

    /** One of the contract's shape that is never a repeat. */
    public EventSpec(int maxBytes, Duration maxAhead) {
        this(maxBytes, maxAhead, RecordShape.EVENT, null);
    }
}
